using System.Collections.Immutable;
using System.Net;

namespace Sip.Sdp;

/// <summary>
/// Our master keys, one per suite. They live as long as our address and port: a refresh keeps them, a move replaces
/// them (RFC 4568 section 7.1.4), because a peer that restarts its stream must not see old keys again.
/// </summary>
internal sealed record OwnKeys(IPEndPoint? Local, ImmutableArray<(SdesSuite Suite, SdesKey Key)> Keys)
{
    public static readonly OwnKeys None = new(null, []);

    public OwnKeys For(IPEndPoint local) => local.Equals(Local) ? this : new(local, []);

    public (OwnKeys Next, SdesKey Key) Get(SdesSuite suite, ITokenSource tokens)
    {
        foreach (var (known, key) in Keys)
        {
            if (known == suite)
                return (this, key);
        }

        var drawn = SdesKey.Draw(tokens);
        return (this with { Keys = Keys.Add((suite, drawn)) }, drawn);
    }
}
