namespace Appliance.Trunks;

/// <summary>
/// What a 503 says about a limit. Twilio tells its limits in the reason phrase only, worded differently over the years, so words are
/// looked for, not sentences.
/// </summary>
public static class LimitPhrase
{
    /// <summary>Too many new calls in a second: the same call goes through a second later.</summary>
    public static bool IsRate(string phrase)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        return Has(phrase, "cps") || Has(phrase, "per second") || (Has(phrase, "rate") && Has(phrase, "limit"));
    }

    /// <summary>Too many calls at the same time: another must end first.</summary>
    public static bool IsConcurrency(string phrase)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        return Has(phrase, "concurren") || Has(phrase, "simultaneous") || (Has(phrase, "channel") && Has(phrase, "limit")) || Has(phrase, "no channels");
    }

    private static bool Has(string phrase, string word) => phrase.Contains(word, StringComparison.OrdinalIgnoreCase);
}
