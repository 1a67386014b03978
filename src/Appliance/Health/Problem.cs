using Appliance.Texts;

namespace Appliance.Health;

/// <summary>How bad a <see cref="Problem"/> is; the worst one decides the lamps and the first page.</summary>
public enum Severity
{
    /// <summary>Somebody has to do something before the box can be of use.</summary>
    NeedsYou,

    /// <summary>Worse than it should be; calls go through.</summary>
    Degraded,

    /// <summary>Calls to the world do not go through.</summary>
    LineDown,

    /// <summary>The box itself is at fault.</summary>
    Hardware,
}

/// <summary>A named fault with its evidence. The lamp, the screen, the page, the log and the API all show the same one.</summary>
/// <param name="Code">
/// Stable name, as <c>panel.screen-silent</c>. <c>sentences.json</c> has <c>problem.CODE</c>, the sentence (what happened and what to
/// do, short enough for the screen), in every language.
/// </param>
/// <param name="Severity">How bad.</param>
/// <param name="Values">What the sentence's gaps <c>{0}</c>, <c>{1}</c> are filled with.</param>
/// <param name="Evidence">What was seen, for the log and the page. Never a secret.</param>
public sealed record Problem(string Code, Severity Severity, ValueList<string> Values, string Evidence = "")
{
    /// <summary>The sentence in this language.</summary>
    public string Sentence(string language) => Sentences.Say($"problem.{Code}", language, [.. Values]);
}
