using System.Collections.Immutable;
using Sip;

namespace Appliance.Access;

/// <summary>What a token lets a machine do.</summary>
public enum TokenKind
{
    /// <summary>Look, but not at the text of the settings.</summary>
    Read,

    /// <summary>Look, and change settings and phones.</summary>
    Change,
}

/// <summary>A machine's right to ask the box.</summary>
/// <param name="Number">Names it in lists; tells nothing of its key.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Hash">The hash of its key.</param>
/// <param name="Made">When, for people.</param>
/// <param name="Kind">What it lets a machine do.</param>
public sealed record ApiToken(string Number, string Name, string Hash, DateTimeOffset Made, TokenKind Kind)
{
    /// <summary>When it was last used, for people; null: never.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The address it was last used from, or nothing.</summary>
    public string UsedFrom { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"ApiToken {Number}";
}

/// <summary>The machines' tokens: a bounded number, each valid until it is revoked. Not safe for several threads.</summary>
public sealed class TokenTable
{
    /// <summary>What a token begins with, so that people and leak scanners know one.</summary>
    public const string Prefix = "landline_";

    /// <summary>How many there are at most.</summary>
    public const int Most = 20;

    /// <summary>How long a name is at most.</summary>
    public const int LongestName = 40;

    private readonly Dictionary<string, ApiToken> _byHash = [];

    /// <summary>Those there are, the oldest first.</summary>
    public ImmutableArray<ApiToken> All => [.. _byHash.Values.OrderBy(token => token.Made)];

    /// <summary>True for a name that a token can have.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= LongestName } && !name.Any(char.IsControl) && name.Trim() == name;

    /// <summary>Makes one; null: there are too many. Its text is shown once and kept nowhere.</summary>
    public (ApiToken Made, string Text)? Make(string name, TokenKind kind, ITokenSource tokens, DateTimeOffset clock)
    {
        if (_byHash.Count >= Most)
            return null;
        var key = AccessKey.Draw(tokens);
        var made = new ApiToken(tokens.Hex(8), name, AccessKey.HashOf(key)!, clock, kind);
        _byHash[made.Hash] = made;
        return (made, Prefix + key);
    }

    /// <summary>Puts back one that was kept over a restart.</summary>
    public void Restore(ApiToken kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        if (_byHash.Count < Most)
            _byHash[kept.Hash] = kept;
    }

    /// <summary>The token of this text; null: there is none.</summary>
    public ApiToken? Find(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && AccessKey.HashOf(text[Prefix.Length..]) is { } hash
            ? _byHash.GetValueOrDefault(hash)
            : null;

    /// <summary>The token of this text, which is used by that; null: there is none.</summary>
    public ApiToken? Use(string? text, string from, DateTimeOffset clock) =>
        Find(text) is { } found ? _byHash[found.Hash] = found with { UsedAt = clock, UsedFrom = from } : null;

    /// <summary>Revokes one. False: there is none of this number.</summary>
    public bool Revoke(string number) =>
        _byHash.Values.FirstOrDefault(token => token.Number == number) is { } found && _byHash.Remove(found.Hash);

    /// <summary>Revokes all.</summary>
    public void RevokeAll() => _byHash.Clear();
}
