using Appliance.Numbers;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Appliance.Tests.Numbers;

public sealed class NumberPlanTests
{
    public static TheoryData<string, string, string, string, string> Table { get; } = ReadTable();

    [Theory]
    [MemberData(nameof(Table))]
    public void Everything_dialled_means_what_the_table_says(string country, string area, string prefix, string dialled, string meaning)
    {
        var plan = new NumberPlan(new() { Country = country, AreaCode = area, OutsidePrefix = prefix });

        Assert.Equal(meaning, Describe(plan.Read(dialled)));
    }

    [Fact]
    public void The_table_has_rows_for_all_five_countries()
    {
        var countries = Table.GroupBy(static row => row.Data.Item1).ToDictionary(static rows => rows.Key, static rows => rows.Count());

        Assert.True(Table.Count >= 150);
        Assert.All(["TW", "US", "JP", "GB", "DE"], country => Assert.True(countries[country] >= 25));
    }

    [Fact]
    public void What_was_dialled_stays_beside_the_meaning()
    {
        var read = Plan("TW", "2").Read("(02) 2345-6789");

        Assert.Equal("(02) 2345-6789", read.Dialled);
    }

    [Fact]
    public void An_existing_inside_number_wins_over_a_public_service_and_a_local_number()
    {
        var plan = new NumberPlan(new() { Country = "TW", AreaCode = "2", InternalNumbers = ["105", "23456789", "reception", "*97"] });

        Assert.Equal("Internal 105", Describe(plan.Read("105")));
        Assert.Equal("Internal 23456789", Describe(plan.Read("23456789")));
        Assert.Equal("Internal reception", Describe(plan.Read("reception")));
        Assert.Equal("Internal *97", Describe(plan.Read("*97")));
    }

    [Fact]
    public void An_emergency_number_wins_over_an_inside_number()
    {
        var plan = new NumberPlan(new() { Country = "TW", InternalNumbers = ["119"] });

        Assert.IsType<DialledNumber.Emergency>(plan.Read("119"));
    }

    [Fact]
    public void A_foreign_number_of_an_unknown_range_passes_when_its_length_is_possible()
    {
        var read = Assert.IsType<DialledNumber.Normalised>(Plan("TW", "2").Read("+8612345678901"));

        Assert.Equal(("CN", NumberKind.Unknown, false), (read.Country, read.Kind, read.IsHome));
    }

    [Fact]
    public void An_unknown_north_american_area_is_refused_because_nobody_can_tell_its_country() =>
        Assert.Equal("Refused NotInUse", Describe(Plan("TW", "2").Read("+12225551234")));

    [Fact]
    public void The_british_islands_are_at_home_in_britain() =>
        Assert.True(Assert.IsType<DialledNumber.Normalised>(Plan("GB", "20").Read("07911123456")).IsHome);

    [Theory]
    [InlineData("TW", true)]
    [InlineData("uk", true)]
    [InlineData("XX", false)]
    [InlineData("", false)]
    public void Only_countries_with_telephones_can_be_home(string country, bool known) =>
        Assert.Equal(known, NumberPlan.IsKnownCountry(country));

    [Fact]
    public void A_country_nobody_knows_still_reads_plus_signs_and_112()
    {
        var plan = Plan("XX", "");

        Assert.Equal("+886912345678 Mobile TW", Describe(plan.Read("+886912345678")));
        Assert.Equal("Emergency 112 General", Describe(plan.Read("112")));
    }

    [Property(MaxTest = 2000)]
    public Property Reading_never_throws_whatever_is_dialled() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<string?>(),
            Gen.Elements("TW", "US", "JP", "GB", "DE", "IT", "XX", "").ToArbitrary(),
            Gen.Elements("", "9", "0", "00", "*").ToArbitrary(),
            (text, country, prefix) => new NumberPlan(new() { Country = country, AreaCode = "2", OutsidePrefix = prefix }).Read(text) is not null);

    [Property(MaxTest = 3000)]
    public Property Every_number_read_is_e164_and_reads_as_itself_again() =>
        Prop.ForAll(
            Gen.Elements("0123456789+*#0123456789".ToCharArray()).ArrayOf().Select(static symbols => new string(symbols)).ToArbitrary(),
            Gen.Elements("TW", "US", "JP", "GB", "DE").ToArbitrary(),
            (text, country) =>
            {
                var plan = Plan(country, "2");
                return plan.Read(text) is not DialledNumber.Normalised { Number: var number }
                    || PhoneNumber.From(number.Text) == number && plan.Read(number.Text) is DialledNumber.Normalised { Number: var again } && again == number;
            });

    [Theory]
    [InlineData("+886912345678", true)]
    [InlineData("+1234567", true)]
    [InlineData("+123456789012345", true)]
    [InlineData("+123456", false)]
    [InlineData("+1234567890123456", false)]
    [InlineData("+0912345678", false)]
    [InlineData("886912345678", false)]
    [InlineData("+88691234567a", false)]
    [InlineData("+886 912345678", false)]
    [InlineData("", false)]
    public void A_phone_number_is_a_plus_sign_and_7_to_15_digits(string text, bool isOne) =>
        Assert.Equal(isOne, PhoneNumber.From(text) is not null);

    private static NumberPlan Plan(string country, string area) => new(new() { Country = country, AreaCode = area });

    private static string Describe(DialledNumber read) => read switch
    {
        DialledNumber.Normalised n => $"{n.Number} {n.Kind} {n.Country}",
        DialledNumber.Internal i => $"Internal {i.Number}",
        DialledNumber.Emergency e => $"Emergency {e.Number.Sent} {e.Number.Purpose}",
        DialledNumber.Service s => $"Service {s.Code}",
        DialledNumber.Refused r => $"Refused {r.Why}",
        _ => "?",
    };

    private static TheoryData<string, string, string, string, string> ReadTable()
    {
        var table = new TheoryData<string, string, string, string, string>();
        using var csv = new StreamReader(typeof(NumberPlanTests).Assembly.GetManifestResourceStream("dialled.csv")!);
        _ = csv.ReadLine();
        while (csv.ReadLine() is { } line)
        {
            if (line.Split(',') is [var country, var area, var prefix, var dialled, var meaning])
                table.Add(country, area, prefix, dialled, meaning);
        }
        return table;
    }
}
