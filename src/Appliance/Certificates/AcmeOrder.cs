namespace Appliance.Certificates;

/// <summary>
/// Gets one certificate from an authority (RFC 8555): directory, nonce, account, order, the proof by HTTP-01, the request, the chain.
/// Knows no network and no clock: it says what to ask and is told the answers.
/// </summary>
/// <param name="wish">What is wanted.</param>
/// <param name="key">The account's key.</param>
/// <param name="account">The account's address, as it was told when the account was made; null: not known yet.</param>
/// <param name="request">The certificate request (PKCS#10, DER).</param>
internal sealed class AcmeOrder(AcmeWish wish, AcmeKey key, string? account, ReadOnlyMemory<byte> request)
{
    /// <summary>An authority may refuse a nonce at any time (RFC 8555 section 6.5); one that does so always is broken.</summary>
    private const int MostNonces = 10;

    private const int MostLooks = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private Stage _stage;
    private Stage _afterNonce;
    private AcmeDocument? _directory;
    private string? _nonce;
    private Uri? _order;
    private Uri? _authorization;
    private Uri? _challenge;
    private Uri? _finalize;
    private Uri? _certificate;
    private int _refusedNonces;
    private int _looks;

    private enum Stage
    {
        Directory,
        Nonce,
        Account,
        Order,
        Authorization,
        Challenge,
        Proof,
        Request,
        Signing,
        Chain,
    }

    /// <summary>The account's address, to be kept; null: not known yet.</summary>
    public string? Account { get; private set; } = account;

    /// <summary>The token that is asked for at the box now, and what answers it; null: none.</summary>
    public (string Token, string Answer)? Challenge { get; private set; }

    /// <summary>What to do first.</summary>
    public AcmeStep Begin() => Ask(Stage.Directory);

    /// <summary>What to do after a <see cref="AcmeStep.Wait"/>.</summary>
    public AcmeStep Waited() => Ask(_stage);

    /// <summary>What to do after this answer.</summary>
    public AcmeStep Next(AcmeAnswer answer)
    {
        _nonce = answer.Nonce ?? _nonce;
        if (!answer.IsGood)
            return Refused(answer);
        _refusedNonces = 0;
        if (_stage is Stage.Chain)
            return new AcmeStep.Done(answer.Text());
        if (_stage is Stage.Nonce)
            return _nonce is null ? Odd("nonce") : Ask(_afterNonce);
        if (_stage is Stage.Account)
            return AcmeDocument.AddressOf(answer.Location) is { } made && (Account = made.AbsoluteUri) is not null ? Ask(Stage.Order) : Odd("account");
        if (answer.Document() is not { } document)
            return Odd(_stage.ToString().ToLowerInvariant());

        return _stage switch
        {
            Stage.Directory => Learn(document),
            Stage.Order => Ordered(document, answer.Location),
            Stage.Authorization => Prove(document),
            Stage.Challenge => Look(Stage.Proof, answer),
            Stage.Proof => Proven(document, answer),
            _ => Signed(document, answer),
        };
    }

    private AcmeStep Ask(Stage stage)
    {
        _stage = stage;
        var (address, payload) = stage switch
        {
            Stage.Directory => (wish.Directory, null),
            Stage.Nonce => (_directory!.Address("newNonce"), null),
            Stage.Account => (_directory!.Address("newAccount"), AcmeWords.Account(wish.Contact)),
            Stage.Order => (_directory!.Address("newOrder"), AcmeWords.Order(wish.Name)),
            Stage.Authorization or Stage.Proof => (_authorization, ""),
            Stage.Challenge => (_challenge, "{}"),
            Stage.Request => (_finalize, AcmeWords.Finalize(request)),
            Stage.Signing => (_order, ""),
            _ => (_certificate, ""),
        };
        if (address is null)
            return Odd(stage.ToString().ToLowerInvariant());
        if (payload is null)
            return new AcmeStep.Ask(stage is Stage.Nonce ? "HEAD" : "GET", address, null);
        if (_nonce is not { } nonce)
        {
            _afterNonce = stage;
            return Ask(Stage.Nonce);
        }

        // Each is good for one request.
        _nonce = null;
        return new AcmeStep.Ask("POST", address, key.Sign(address.AbsoluteUri, nonce, stage is Stage.Account ? null : Account, payload));
    }

    private AcmeStep Learn(AcmeDocument directory)
    {
        _directory = directory;
        if (directory.Address("newNonce") is null || directory.Address("newAccount") is null || directory.Address("newOrder") is null)
            return new AcmeStep.Failed(new AcmeFault("no-directory", wish.Directory.AbsoluteUri));
        return directory.Object("meta")?.Flag("externalAccountRequired") is true && Account is null
            ? new AcmeStep.Failed(new AcmeFault("account-elsewhere", wish.Directory.Host))
            : Ask(Account is null ? Stage.Account : Stage.Order);
    }

    private AcmeStep Ordered(AcmeDocument order, string? location)
    {
        (_order, _finalize) = (AcmeDocument.AddressOf(location), order.Address("finalize"));
        if (order.Text("status") is "invalid")
            return Invalid(order);
        // One name is asked for, so there is one proof.
        _authorization = order.Addresses("authorizations").FirstOrDefault();
        return order.Text("status") is "ready" ? Ask(Stage.Request) : Ask(Stage.Authorization);
    }

    private AcmeStep Prove(AcmeDocument authorization)
    {
        // It was proven lately, and the authority still knows.
        if (authorization.Text("status") is "valid")
            return Ask(Stage.Request);
        if (authorization.Objects("challenges").FirstOrDefault(static one => one.Text("type") is "http-01") is not { } challenge
            || challenge.Text("token") is not { } token || challenge.Address("url") is not { } address)
            return new AcmeStep.Failed(new AcmeFault("no-http", wish.Directory.Host));
        // RFC 8555 section 8.1: of the alphabet of base64url alone.
        if (token.Length is 0 or > 256 || !token.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            return Odd("token");
        _challenge = address;
        Challenge = (token, key.Authorize(token));
        return Ask(Stage.Challenge);
    }

    private AcmeStep Proven(AcmeDocument authorization, AcmeAnswer answer)
    {
        switch (authorization.Text("status"))
        {
            case "valid":
                Challenge = null;
                _looks = 0;
                return Ask(Stage.Request);
            case "pending" or "processing":
                return Look(Stage.Proof, answer);
            default:
                var error = authorization.Objects("challenges").Select(static one => one.Object("error")).FirstOrDefault(static one => one is not null);
                return new AcmeStep.Failed(new AcmeFault("not-proven", error?.Error().Detail ?? ""));
        }
    }

    private AcmeStep Signed(AcmeDocument order, AcmeAnswer answer)
    {
        switch (order.Text("status"))
        {
            case "valid":
                _certificate = order.Address("certificate");
                return Ask(Stage.Chain);
            case "pending" or "ready" or "processing":
                return Look(Stage.Signing, answer);
            default:
                return Invalid(order);
        }
    }

    private AcmeStep Look(Stage at, AcmeAnswer answer)
    {
        _stage = at;
        if (++_looks > MostLooks)
            return new AcmeStep.Failed(new AcmeFault("too-slow", wish.Directory.Host));
        var wait = answer.RetryAfter ?? Pause;
        return new AcmeStep.Wait(wait < Pause ? Pause : wait > LongestPause ? LongestPause : wait);
    }

    private AcmeStep Refused(AcmeAnswer answer)
    {
        var (type, detail) = answer.Document()?.Error() ?? ("", $"HTTP {answer.Status}");
        if (type is "badNonce" && ++_refusedNonces <= MostNonces)
            return Ask(_stage);
        // An account that was forgotten there is made again.
        if (type is "accountDoesNotExist" && Account is not null && _stage is not Stage.Account)
        {
            Account = null;
            return Ask(Stage.Account);
        }

        var code = type switch
        {
            "rateLimited" => "too-often",
            "rejectedIdentifier" or "unsupportedIdentifier" => "name-refused",
            "externalAccountRequired" => "account-elsewhere",
            "userActionRequired" => "terms",
            "caa" => "caa",
            _ when _stage is Stage.Directory => "no-directory",
            _ => "refused",
        };
        return new AcmeStep.Failed(new AcmeFault(code, code is "account-elsewhere" ? wish.Directory.Host : code is "no-directory" ? wish.Directory.AbsoluteUri : detail) { RetryAfter = answer.RetryAfter });
    }

    private static AcmeStep.Failed Invalid(AcmeDocument order) => new(new AcmeFault("refused", order.Object("error")?.Error().Detail ?? "invalid"));

    private static AcmeStep.Failed Odd(string what) => new(new AcmeFault("odd", what));
}
