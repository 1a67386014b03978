using Appliance.Configuration;

namespace Appliance.Web.Numbers;

/// <summary>How a page names who calls.</summary>
internal static class OriginWords
{
    /// <summary>"Phone 101 Reception" for <c>extension:101</c>.</summary>
    public static string Say(PageWords words, Config config, string origin)
    {
        var id = origin[(origin.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (origin == CallTrial.NewPhone && config.Extensions.IsEmpty)
            return words.Say("numbers.from-new");
        var (kind, name) = origin[0] switch
        {
            'e' => ("numbers.from-phone", config.Extensions.FirstOrDefault(extension => extension.Id == id)?.DisplayName),
            'p' => ("numbers.from-pbx", config.Pbxs.FirstOrDefault(pbx => pbx.Id == id)?.Name),
            _ => ("numbers.from-line", config.Trunks.FirstOrDefault(trunk => trunk.Id == id)?.Name),
        };
        return words.Say(kind, string.IsNullOrEmpty(name) || name == id ? id : $"{id} {name}");
    }
}
