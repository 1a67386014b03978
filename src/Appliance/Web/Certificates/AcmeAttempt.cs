using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Certificates;

namespace Appliance.Web.Certificates;

/// <summary>One attempt to get a certificate: the order, the wire, the account and the challenge brought together.</summary>
/// <param name="dataFolder">Where the account is kept.</param>
/// <param name="challenges">What is answered at the box while the authority asks.</param>
/// <param name="time">The clock.</param>
internal sealed class AcmeAttempt(string dataFolder, AcmeChallenges challenges, TimeProvider time)
{
    private readonly AcmeAccountFile _accounts = new(dataFolder);

    /// <summary>Gets a certificate for a new key. Null with <paramref name="stop"/> or a fault.</summary>
    public async Task<(ServerIdentity? Identity, AcmeFault? Fault)> RunAsync(AcmeWish wish, X509Certificate2Collection extraRoots, CancellationToken stop)
    {
        var (account, address) = _accounts.Open(wish.Directory);
        using (account)
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        using (var wire = new AcmeWire(extraRoots))
        {
            var order = new AcmeOrder(wish, account, address, RequestFor(wish.Name, key));
            try
            {
                for (var step = order.Begin(); ;)
                {
                    challenges.Expect(order.Challenge);
                    switch (step)
                    {
                        case AcmeStep.Ask ask:
                            step = order.Next(await wire.AskAsync(ask, time, stop));
                            if (order.Account is { } known && known != address && _accounts.Keep(wish.Directory, account, address = known) is { } why)
                                return (null, new AcmeFault("not-kept", why));
                            break;
                        case AcmeStep.Wait wait:
                            await Task.Delay(wait.Time, time, stop);
                            step = order.Waited();
                            break;
                        case AcmeStep.Done done:
                            return Read(done.Chain, key, wish);
                        case AcmeStep.Failed failed:
                            return (null, failed.Fault);
                        default:
                            throw new InvalidOperationException("A step is one of four.");
                    }
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is TaskCanceledException && !stop.IsCancellationRequested))
            {
                var why = fault is TaskCanceledException ? "timeout" : (fault.InnerException ?? fault).Message;
                return (null, new AcmeFault("unreachable", $"{wish.Directory.Host}: {AcmeDocument.Told(why)}"));
            }
            finally
            {
                challenges.Expect(null);
            }
        }
    }

    private (ServerIdentity? Identity, AcmeFault? Fault) Read(string chain, ECDsa key, AcmeWish wish)
    {
        var reading = CertificateCheck.Read(new CertificatePapers(chain, key.ExportPkcs8PrivateKeyPem(), default, ""), [], time.GetUtcNow(), needsRoot: false);
        if (reading is not CertificateReading.Good { Identity: var identity })
            return (null, new AcmeFault("unusable", ((CertificateReading.Unfit)reading).Troubles.Values.First().Say("en")));
        return identity.Own.MatchesHostname(wish.Name, allowWildcards: false, allowCommonName: false)
            ? (identity, null)
            : (null, new AcmeFault("unusable", string.Join(", ", ServerIdentity.NamesOf(identity.Own))));
    }

    private static byte[] RequestFor(string name, ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSigningRequest();
    }
}

/// <summary>What the authority asks for at the box in the clear (RFC 8555 section 8.3), while it does.</summary>
internal sealed class AcmeChallenges
{
    private volatile Expected? _expected;

    /// <summary>From now on this is answered; null: nothing.</summary>
    public void Expect((string Token, string Answer)? challenge) => _expected = challenge is var (token, answer) ? new Expected(token, answer) : null;

    /// <summary>Maps the address that is asked. Only the token that is awaited has an answer.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/.well-known/acme-challenge/{token}", (string token) =>
        _expected is { } expected && expected.Token == token ? Results.Text(expected.Answer, "application/octet-stream") : Results.NotFound()).WithMetadata(Door.Open);

    private sealed record Expected(string Token, string Answer);
}
