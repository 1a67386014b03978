namespace Appliance.Configuration;

/// <summary>A password or token. It shows itself nowhere by accident: only <see cref="Reveal"/> gives the text.</summary>
public sealed class Secret : IEquatable<Secret>
{
    /// <summary>The longest secret in characters; Twilio's own passwords and tokens are far shorter.</summary>
    public const int Longest = 1024;

    private readonly string _text;

    private Secret(string text) => _text = text;

    /// <summary>The secret of this text, or null when it is empty, too long, or has control characters in it.</summary>
    public static Secret? From(string text) =>
        text.Length is >= 1 and <= Longest && !text.Any(char.IsControl) ? new(text) : null;

    /// <summary>The text itself, for the one place that computes with it.</summary>
    public string Reveal() => _text;

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <summary>The same for all secrets, so that it tells nothing of the text.</summary>
    public override int GetHashCode() => 0;

    /// <summary>Dots, whatever the text is.</summary>
    public override string ToString() => "•••";
}
