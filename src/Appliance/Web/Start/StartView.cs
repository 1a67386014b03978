using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Web.Lines;
using Appliance.Web.Phones;

namespace Appliance.Web.Start;

/// <summary>Which of the three steps of the start is next.</summary>
public enum StartStep
{
    /// <summary>A line to the world.</summary>
    Line,

    /// <summary>A phone, or a telephone system.</summary>
    Phone,

    /// <summary>The phone registers.</summary>
    Wait,

    /// <summary>All is there: a call proves it.</summary>
    Call,
}

/// <summary>Where the start is. Follows from the settings and what is registered, so that a reload or a restart loses nothing.</summary>
/// <param name="Step">What is next.</param>
/// <param name="Line">The first line, or null.</param>
/// <param name="Phones">The phones.</param>
/// <param name="HasPbx">A telephone system stands where phones would.</param>
/// <param name="Devices">Devices that could be adopted.</param>
public sealed record StartView(StartStep Step, LineRow? Line, ValueList<PhoneRow> Phones, bool HasPbx, ValueList<DeviceRow> Devices)
{
    /// <summary>Of this moment.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="now">What is registered.</param>
    /// <param name="skipsLine">The person goes on without a line for now.</param>
    internal static StartView Of(Config config, LiveSnapshot now, bool skipsLine)
    {
        var phones = PhoneRow.All(config, now);
        var line = LineRow.All(config, now).FirstOrDefault(static row => row.Kind is not LineKind.Pbx);
        var step = line is null && !skipsLine ? StartStep.Line
            : phones.IsEmpty && config.Pbxs.IsEmpty ? StartStep.Phone
            : phones.Any(static phone => phone.Contacts > 0) ? StartStep.Call
            : StartStep.Wait;
        return new StartView(step, line, phones, !config.Pbxs.IsEmpty, DeviceRow.All(config, now));
    }

    /// <summary>Where somebody who logs in is led: to the start while there is no line or nothing to call with, else to the first page.</summary>
    internal static string Landing(Config config) =>
        config.Trunks.IsEmpty || (config.Extensions.IsEmpty && config.Pbxs.IsEmpty) ? "/start" : "/";
}
