namespace Appliance.Configuration;

/// <summary>How much a <see cref="ConfigFault"/> matters.</summary>
public enum FaultWeight
{
    /// <summary>The settings cannot be used; the last good ones keep running.</summary>
    Fault,

    /// <summary>The settings are used, and the owner is told until it is mended or acknowledged.</summary>
    Warning,
}

/// <summary>
/// One thing wrong in the settings file, in words an installer understands. Never contains the value of a key that may
/// hold a secret.
/// </summary>
/// <param name="Line">The line, from 1; 0 when the fault is of the file as a whole.</param>
/// <param name="Column">The column, from 1; 0 when unknown.</param>
/// <param name="Key">The setting as a path, for instance <c>trunk[2].numbers[1]</c>; may be empty.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Why">Why that matters.</param>
/// <param name="Remedy">What to write or do instead.</param>
public sealed record ConfigFault(int Line, int Column, string Key, string What, string Why, string Remedy)
{
    /// <summary>Whether the settings can be used nevertheless.</summary>
    public FaultWeight Weight { get; init; } = FaultWeight.Fault;
}
