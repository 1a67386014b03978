using Appliance.Numbers;
using PhoneNumbers;

namespace Benchmarks;

/// <summary>From what is dialled to a number of the world.</summary>
internal static class NumberRows
{
    private static readonly string[] Dialled = ["0912345678", "02-2345-6789", "+886 2 2345 6789", "+14155550123", "00281312345678"];
    private static readonly NumberPlan Plan = new(new() { Country = "TW", AreaCode = "2" });
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    public static IEnumerable<Row> All()
    {
        foreach (var dialled in Dialled)
        {
            if (Plan.Read(dialled) is not DialledNumber.Normalised read || read.Number.Text != Plainly(dialled))
                throw new InvalidOperationException($"{dialled} is not read as the library reads it.");
        }

        return [new("Number", "dialled number (mean of five)", new("NumberPlan.Read", Times(static text => Plan.Read(text).GetHashCode() & 1), Dialled.Length),
            new("libphonenumber: parse, judge, format", Times(static text => Plainly(text).Length), Dialled.Length))];
    }

    private static string Plainly(string text)
    {
        var number = Library.Parse(text, "TW");
        return Library.IsValidNumber(number) ? Library.Format(number, PhoneNumberFormat.E164) : "";
    }

    private static Action<int> Times(Func<string, int> read) => times =>
    {
        long sum = 0;
        for (var i = 0; i < times; i++)
        {
            foreach (var text in Dialled)
                sum += read(text);
        }

        Meter.Sink += sum;
    };
}
