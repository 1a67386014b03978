using System.Collections.Immutable;
using Sip;

namespace Appliance.Access;

/// <summary>A machine's right to ask the box.</summary>
/// <param name="Number">Names it in lists; tells nothing of its key.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Hash">The hash of its key.</param>
/// <param name="Made">When, for people.</param>
public sealed record ApiToken(string Number, string Name, string Hash, DateTimeOffset Made)
{
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
    public (ApiToken Made, string Text)? Make(string name, ITokenSource tokens, DateTimeOffset clock)
    {
        if (_byHash.Count >= Most)
            return null;
        var key = AccessKey.Draw(tokens);
        var made = new ApiToken(tokens.Hex(8), name, AccessKey.HashOf(key)!, clock);
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

    /// <summary>Revokes one. False: there is none of this number.</summary>
    public bool Revoke(string number) =>
        _byHash.Values.FirstOrDefault(token => token.Number == number) is { } found && _byHash.Remove(found.Hash);

    /// <summary>Revokes all.</summary>
    public void RevokeAll() => _byHash.Clear();
}
