namespace Sip.Messages;

/// <summary>A challenge (RFC 3261 sections 20.27 and 20.44, RFC 7616 section 3.3): one line of WWW-Authenticate or Proxy-Authenticate.</summary>
public readonly ref struct ChallengeView
{
    private readonly ReadOnlySpan<byte> _parameters;

    private ChallengeView(ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> parameters)
    {
        Scheme = scheme;
        _parameters = parameters;
    }

    /// <summary>False for a line that could not be read.</summary>
    public bool IsValid => !Scheme.IsEmpty;

    /// <summary>The scheme as written, e.g. <c>Digest</c>. Compare without regard to case.</summary>
    public ReadOnlySpan<byte> Scheme { get; }

    /// <summary>True for the one scheme SIP uses.</summary>
    public bool IsDigest => Grammar.SameText(Scheme, "Digest"u8);

    /// <summary>All parameters in order.</summary>
    public SipParameters Parameters => new(_parameters, (byte)',');

    /// <summary>The realm, still with backslashes, exactly as the digest must be computed over it.</summary>
    public ReadOnlySpan<byte> Realm => Parameters.Value("realm"u8);

    /// <summary>The nonce.</summary>
    public ReadOnlySpan<byte> Nonce => Parameters.Value("nonce"u8);

    /// <summary>The opaque value; empty without one.</summary>
    public ReadOnlySpan<byte> Opaque => Parameters.Value("opaque"u8);

    /// <summary>The algorithm; empty means MD5.</summary>
    public ReadOnlySpan<byte> Algorithm => Parameters.Value("algorithm"u8);

    /// <summary>The offered qop values, as a comma list; empty without any.</summary>
    public ReadOnlySpan<byte> Qop => Parameters.Value("qop"u8);

    /// <summary>True when only the nonce was too old, not the password wrong.</summary>
    public bool IsStale => Grammar.SameText(Parameters.Value("stale"u8), "true"u8);

    /// <summary>Reads one line.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out ChallengeView challenge)
    {
        challenge = AuthenticationLine.TrySplit(value, out var scheme, out var parameters) ? new(scheme, parameters) : default;
        return challenge.IsValid;
    }
}

/// <summary>Credentials (RFC 3261 sections 20.7 and 20.28, RFC 7616 section 3.4): one line of Authorization or Proxy-Authorization.</summary>
public readonly ref struct CredentialsView
{
    private readonly ReadOnlySpan<byte> _parameters;

    private CredentialsView(ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> parameters)
    {
        Scheme = scheme;
        _parameters = parameters;
    }

    /// <summary>False for a line that could not be read.</summary>
    public bool IsValid => !Scheme.IsEmpty;

    /// <summary>The scheme as written, e.g. <c>Digest</c>. Compare without regard to case.</summary>
    public ReadOnlySpan<byte> Scheme { get; }

    /// <summary>True for the one scheme SIP uses.</summary>
    public bool IsDigest => Grammar.SameText(Scheme, "Digest"u8);

    /// <summary>All parameters in order.</summary>
    public SipParameters Parameters => new(_parameters, (byte)',');

    /// <summary>The user name, still with backslashes.</summary>
    public ReadOnlySpan<byte> UserName => Parameters.Value("username"u8);

    /// <summary>The realm, still with backslashes.</summary>
    public ReadOnlySpan<byte> Realm => Parameters.Value("realm"u8);

    /// <summary>The nonce.</summary>
    public ReadOnlySpan<byte> Nonce => Parameters.Value("nonce"u8);

    /// <summary>The digest-uri.</summary>
    public ReadOnlySpan<byte> Uri => Parameters.Value("uri"u8);

    /// <summary>The response.</summary>
    public ReadOnlySpan<byte> Response => Parameters.Value("response"u8);

    /// <summary>The client nonce.</summary>
    public ReadOnlySpan<byte> ClientNonce => Parameters.Value("cnonce"u8);

    /// <summary>The nonce count: eight hexadecimal digits.</summary>
    public ReadOnlySpan<byte> NonceCount => Parameters.Value("nc"u8);

    /// <summary>The quality of protection; empty without one.</summary>
    public ReadOnlySpan<byte> Qop => Parameters.Value("qop"u8);

    /// <summary>The algorithm; empty means MD5.</summary>
    public ReadOnlySpan<byte> Algorithm => Parameters.Value("algorithm"u8);

    /// <summary>The opaque value; empty without one.</summary>
    public ReadOnlySpan<byte> Opaque => Parameters.Value("opaque"u8);

    /// <summary>Reads one line.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out CredentialsView credentials)
    {
        credentials = AuthenticationLine.TrySplit(value, out var scheme, out var parameters) ? new(scheme, parameters) : default;
        return credentials.IsValid;
    }
}

internal static class AuthenticationLine
{
    public static bool TrySplit(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> scheme, out ReadOnlySpan<byte> parameters)
    {
        value = Grammar.Trim(value);
        var end = Grammar.SkipToken(value, 0);
        scheme = value[..end];
        parameters = Grammar.Trim(value[end..]);
        return end > 0 && (end == value.Length || Grammar.IsWhite(value[end]));
    }
}
