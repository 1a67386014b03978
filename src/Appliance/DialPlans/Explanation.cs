using Appliance.Texts;

namespace Appliance.DialPlans;

/// <summary>One step on the way from what was dialled to a route, as the code of a sentence and what to put into it.</summary>
/// <param name="Sentence">A code of <see cref="Sentences"/>.</param>
/// <param name="Values">What the sentence names: a number, a line, a rule.</param>
public sealed record ExplanationStep(string Sentence, ValueList<string> Values)
{
    /// <summary>The step in words.</summary>
    /// <param name="language"><c>en</c> or <c>zh-TW</c>.</param>
    public string Say(string language) => Sentences.Say(Sentence, language, Values);
}

/// <summary>Why a call goes where it goes, step by step, for the page's "type a number" and for the log.</summary>
public sealed record Explanation(ValueList<ExplanationStep> Steps)
{
    /// <summary>Nothing thought of yet.</summary>
    public static readonly Explanation Empty = new([]);

    /// <summary>The same with one more step.</summary>
    public Explanation Then(string sentence, params ReadOnlySpan<string> values) =>
        new([.. Steps, new ExplanationStep(sentence, ValueList.Create(values))]);

    /// <summary>All steps in words, in order.</summary>
    public IEnumerable<string> Say(string language) => Steps.Select(step => step.Say(language));
}
