using System.Collections.Frozen;

namespace Appliance.Numbers;

/// <summary>What must be known of an office to read what is dialled in it.</summary>
public sealed record OfficeNumbering
{
    /// <summary>The office's country, ISO 3166 alpha-2 (TW, US, JP, GB, DE…). UK is read as GB.</summary>
    public required string Country { get; init; }

    /// <summary>The office's area code without the trunk prefix ("2" for Taipei, "30" for Berlin, "415"); empty: local numbers need one.</summary>
    public string AreaCode { get; init; } = "";

    /// <summary>What is dialled before a number outside ("9", "0"); empty: nothing. A number dialled without it is understood as well.</summary>
    public string OutsidePrefix { get; init; } = "";

    /// <summary>The inside numbers that exist; they win over everything but emergency numbers.</summary>
    public FrozenSet<string> InternalNumbers { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Up to how many digits an unknown number is taken for an inside one (default 4: no country here has whole local numbers that short).</summary>
    public int LongestInternal { get; init; } = 4;
}
