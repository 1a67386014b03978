namespace Appliance.Numbers;

/// <summary>A telephone number of the world: "+" and 7 to 15 digits, the first of them not 0 (ITU-T E.164). Cannot be made otherwise.</summary>
public sealed record PhoneNumber
{
    /// <summary>Fewest digits after the plus sign; shorter ones are not reachable from abroad.</summary>
    public const int FewestDigits = 7;

    /// <summary>Most digits after the plus sign (E.164 section 6).</summary>
    public const int MostDigits = 15;

    private PhoneNumber(string text) => Text = text;

    /// <summary>The number with its plus sign: <c>+886912345678</c>.</summary>
    public string Text { get; }

    /// <summary>The number without its plus sign.</summary>
    public string Digits => Text[1..];

    /// <summary>Reads exactly the form of <see cref="Text"/>; anything else is null. What people dial is read by <see cref="NumberPlan"/>.</summary>
    public static PhoneNumber? From(ReadOnlySpan<char> text) =>
        text is ['+', >= '1' and <= '9', ..] && text.Length - 1 is >= FewestDigits and <= MostDigits && !text[1..].ContainsAnyExceptInRange('0', '9')
            ? new PhoneNumber(text.ToString())
            : null;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
