using System.Collections.Immutable;
using Sip.Authentication;
using Sip.Messages;

namespace Sip.Dialogs;

/// <summary>Who we are to the peer of one leg, should it ask.</summary>
internal sealed class Proof(SipCredential? credential, ITokenSource tokens)
{
    private DigestAnswer? _known = credential is null ? null : new(new DigestAccount(credential.UserName, credential.Password));

    /// <summary>True when there is a user name and password to answer with.</summary>
    public bool HasCredential => credential is not null;

    /// <summary>The headers with which to send a challenged request again; none when there is nothing new to say.</summary>
    public ImmutableArray<AuthorizationLine> Answer(SipResponse challenge, SipMethod method, string uri)
    {
        if (_known is null)
            return [];
        var step = _known.Answer(challenge, method, uri, tokens);
        _known = step.Next;
        return step is DigestStep.SendAgain again ? again.Lines : [];
    }

    /// <summary>The peer did not ask again.</summary>
    public void Accepted() => _known = _known?.Accepted();
}
