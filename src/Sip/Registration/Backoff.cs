namespace Sip.Registration;

/// <summary>
/// How long to wait after a failure: doubling, and by chance between half and all of it (RFC 5626 section 4.5), so that the
/// boxes of a town do not all come back at once.
/// </summary>
internal static class Backoff
{
    /// <summary>The most that a Retry-After may keep us away.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>
    /// The wait after <paramref name="failures"/> earlier failures in a row. A refusal is not retried fast: it will not
    /// change by itself, and asking often looks like an attack. RFC 5626's ceiling of 30 minutes holds for it.
    /// </summary>
    public static TimeSpan After(RegistrationFault fault, int failures, ITokenSource tokens)
    {
        var (first, longest) = fault is RegistrationFault.NoAnswer or RegistrationFault.Trouble
            ? (TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(5))
            : (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30));

        var doubled = first * Math.Pow(2, Math.Min(failures, 16));
        var most = doubled < longest ? doubled : longest;
        return most * ((500 + tokens.Next(501)) / 1000.0);
    }
}
