using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Appliance.Certificates;

namespace Appliance.Tests.Certificates;

public sealed class AcmeOrderTests : IDisposable
{
    private const string Host = "https://ca.test";

    private static readonly AcmeWish Wish = new(new Uri($"{Host}/directory"), "phones.office.test", "it@office.test");
    private static readonly byte[] Request = [1, 2, 3];

    private readonly ECDsa _secret = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly AcmeKey _key;
    private int _nonces;

    public AcmeOrderTests() => _key = new AcmeKey(_secret);

    public void Dispose() => _secret.Dispose();

    [Fact]
    public void A_certificate_is_got_step_by_step_and_every_request_is_signed()
    {
        var order = New();

        var step = order.Begin();
        Assert.Equal(("GET", $"{Host}/directory", null), Plain(step));
        step = order.Next(Directory());
        Assert.Equal(("HEAD", $"{Host}/nonce", null), Plain(step));
        step = order.Next(Answer(200, ""));
        var account = Opened(step, $"{Host}/account");
        Assert.True(account.Header.TryGetProperty("jwk", out _));
        Assert.Equal("{\"termsOfServiceAgreed\":true,\"contact\":[\"mailto:it@office.test\"]}", account.Payload);
        step = order.Next(Answer(201, "{}", location: $"{Host}/account/7"));
        Assert.Equal($"{Host}/account/7", order.Account);
        var ordered = Opened(step, $"{Host}/order");
        Assert.Equal($"{Host}/account/7", ordered.Header.GetProperty("kid").GetString());
        Assert.Contains("\"value\":\"phones.office.test\"", ordered.Payload, StringComparison.Ordinal);
        step = order.Next(Ordered());
        Assert.Equal("", Opened(step, $"{Host}/authorization/1").Payload);
        step = order.Next(Answer(200, Pending));
        Assert.Equal("{}", Opened(step, $"{Host}/challenge/1").Payload);
        Assert.Equal("tok-en_1", order.Challenge?.Token);
        Assert.Equal(_key.Authorize("tok-en_1"), order.Challenge?.Answer);
        step = order.Next(Answer(200, "{\"status\":\"processing\"}"));
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.IsType<AcmeStep.Wait>(step).Time);
        Opened(order.Waited(), $"{Host}/authorization/1");
        step = order.Next(Answer(200, "{\"status\":\"pending\"}", retryAfter: TimeSpan.FromSeconds(7)));
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<AcmeStep.Wait>(step).Time);
        Opened(order.Waited(), $"{Host}/authorization/1");
        step = order.Next(Answer(200, "{\"status\":\"valid\"}"));
        Assert.Null(order.Challenge);
        Assert.Equal("{\"csr\":\"AQID\"}", Opened(step, $"{Host}/finalize/1").Payload);
        step = order.Next(Answer(200, "{\"status\":\"processing\"}"));
        Assert.IsType<AcmeStep.Wait>(step);
        Opened(order.Waited(), $"{Host}/order/1");
        step = order.Next(Answer(200, $"{{\"status\":\"valid\",\"certificate\":\"{Host}/certificate/1\"}}"));
        Opened(step, $"{Host}/certificate/1");
        Assert.Equal("PEM", Assert.IsType<AcmeStep.Done>(order.Next(Answer(200, "PEM"))).Chain);
    }

    [Fact]
    public void A_nonce_that_is_refused_is_replaced_and_the_same_is_said_again_but_not_for_ever()
    {
        var order = At("order");
        AcmeStep? step = null;
        for (var tries = 0; tries < 10; tries++)
        {
            step = order.Next(Error(400, "badNonce", "old"));
            Assert.Equal(_nonces.ToString(CultureInfo.InvariantCulture), Opened(step, $"{Host}/order").Header.GetProperty("nonce").GetString());
        }

        step = order.Next(Error(400, "badNonce", "old"));
        Assert.Equal("refused", Assert.IsType<AcmeStep.Failed>(step).Fault.Code);
    }

    [Fact]
    public void An_answer_without_a_nonce_means_asking_for_one()
    {
        var order = New();
        order.Begin();
        order.Next(Directory());
        order.Next(Answer(200, ""));
        var step = order.Next(new AcmeAnswer(201, "{}"u8.ToArray()) { Location = $"{Host}/account/7" });

        Assert.Equal(("HEAD", $"{Host}/nonce", null), Plain(step));
        Opened(order.Next(Answer(200, "")), $"{Host}/order");
    }

    [Fact]
    public void An_account_that_is_known_is_used_and_one_that_was_forgotten_there_is_made_again()
    {
        var order = new AcmeOrder(Wish, _key, $"{Host}/account/old", Request);
        order.Begin();
        order.Next(Directory());
        Opened(order.Next(Answer(200, "")), $"{Host}/order");

        var step = order.Next(Error(400, "accountDoesNotExist", "gone"));

        Assert.True(Opened(step, $"{Host}/account").Header.TryGetProperty("jwk", out _));
        Assert.Null(order.Account);
    }

    [Fact]
    public void What_was_proven_lately_is_not_proven_again()
    {
        var order = At("authorization");

        Opened(order.Next(Answer(200, "{\"status\":\"valid\"}")), $"{Host}/finalize/1");
    }

    [Theory]
    [InlineData("rateLimited", "too-often")]
    [InlineData("rejectedIdentifier", "name-refused")]
    [InlineData("externalAccountRequired", "account-elsewhere")]
    [InlineData("caa", "caa")]
    [InlineData("somethingNew", "refused")]
    public void A_refusal_becomes_a_sentence_with_what_was_said(string type, string code)
    {
        var fault = Assert.IsType<AcmeStep.Failed>(At("order").Next(Error(403, type, "because\r\nof this"))).Fault;

        Assert.Equal(code, fault.Code);
        foreach (var language in (string[])["en", "zh-TW"])
            Assert.DoesNotContain('\n', Appliance.Texts.Sentences.Say($"web.certificate.acme.fault.{fault.Code}", language, [fault.Detail]));
        if (code is not "account-elsewhere")
            Assert.Equal("because  of this", fault.Detail);
    }

    [Fact]
    public void A_proof_that_failed_says_what_the_authority_saw()
    {
        var order = At("authorization");
        order.Next(Answer(200, Pending));
        order.Next(Answer(200, "{\"status\":\"processing\"}"));
        order.Waited();

        var step = order.Next(Answer(200, """{"status":"invalid","challenges":[{"type":"dns-01"},{"type":"http-01","error":{"type":"urn:ietf:params:acme:error:connection","detail":"Connection refused"}}]}"""));

        Assert.Equal(new AcmeFault("not-proven", "Connection refused"), Assert.IsType<AcmeStep.Failed>(step).Fault);
    }

    [Theory]
    [InlineData("{}", "no-directory")]
    [InlineData("<html>", "odd")]
    [InlineData("""{"newNonce":"http://ca.test/nonce","newAccount":"https://ca.test/a","newOrder":"https://ca.test/o"}""", "no-directory")]
    [InlineData("""{"newNonce":"https://ca.test/n","newAccount":"https://ca.test/a","newOrder":"https://ca.test/o","meta":{"externalAccountRequired":true}}""", "account-elsewhere")]
    public void What_is_no_directory_is_said(string body, string code)
    {
        var order = New();
        order.Begin();

        Assert.Equal(code, Assert.IsType<AcmeStep.Failed>(order.Next(Answer(200, body))).Fault.Code);
    }

    [Theory]
    [InlineData("""{"status":"pending","challenges":[{"type":"dns-01","token":"a","url":"https://ca.test/c"}]}""", "no-http")]
    [InlineData("""{"status":"pending","challenges":[{"type":"http-01","token":"../etc/passwd","url":"https://ca.test/c"}]}""", "odd")]
    [InlineData("""{"status":"pending","challenges":[{"type":"http-01","token":"","url":"https://ca.test/c"}]}""", "odd")]
    [InlineData("""{"status":"pending","challenges":["x",{"type":5}]}""", "no-http")]
    public void A_challenge_that_cannot_be_answered_is_said(string body, string code)
    {
        var order = At("authorization");

        Assert.Equal(code, Assert.IsType<AcmeStep.Failed>(order.Next(Answer(200, body))).Fault.Code);
        Assert.Null(order.Challenge);
    }

    [Fact]
    public void An_authority_that_never_comes_to_an_end_is_left()
    {
        var order = At("authorization");
        var step = order.Next(Answer(200, Pending));
        step = order.Next(Answer(200, "{\"status\":\"processing\"}"));
        var looks = 0;
        while (step is AcmeStep.Wait)
        {
            order.Waited();
            step = order.Next(Answer(200, "{\"status\":\"processing\"}", retryAfter: TimeSpan.FromDays(9)));
            Assert.True(++looks < 100);
        }

        Assert.Equal("too-slow", Assert.IsType<AcmeStep.Failed>(step).Fault.Code);
    }

    [Fact]
    public void No_answer_whatever_it_holds_makes_it_throw()
    {
        string[] bodies = ["", "null", "[]", "5", "{", "{\"status\":5}", "{\"status\":\"valid\"}", "{\"authorizations\":[5,null,\"x\"]}", "{\"challenges\":{}}", "{\"error\":\"x\",\"status\":\"invalid\"}"];
        foreach (var stage in (string[])["directory", "nonce", "account", "order", "authorization"])
        {
            foreach (var body in bodies)
            {
                foreach (var status in (int[])[200, 302, 400, 500])
                    Assert.NotNull(At(stage).Next(new AcmeAnswer(status, Encoding.UTF8.GetBytes(body))));
            }
        }
    }

    [Fact]
    public void The_thumbprint_is_that_of_rfc_7638()
    {
        // The public key's members in order and without blanks, hashed.
        var point = _secret.ExportParameters(false).Q;
        var canonical = $"{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{Base64Url.EncodeToString(point.X)}\",\"y\":\"{Base64Url.EncodeToString(point.Y)}\"}}";

        Assert.Equal($"t.{Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)))}", _key.Authorize("t"));
        Assert.Equal(_key.Authorize("t"), AcmeKey.Read(_key.ToPem())!.Authorize("t"));
        Assert.Null(AcmeKey.Read("no key"));
    }

    private const string Pending = """{"status":"pending","challenges":[{"type":"dns-01","token":"x","url":"https://ca.test/other"},{"type":"http-01","token":"tok-en_1","url":"https://ca.test/challenge/1"}]}""";

    private AcmeOrder New() => new(Wish, _key, null, Request);

    /// <summary>An order that has just asked at this stage.</summary>
    private AcmeOrder At(string stage)
    {
        var order = New();
        order.Begin();
        if (stage is "directory")
            return order;
        order.Next(Directory());
        if (stage is "nonce")
            return order;
        order.Next(Answer(200, ""));
        if (stage is "account")
            return order;
        order.Next(Answer(201, "{}", location: $"{Host}/account/7"));
        if (stage is "order")
            return order;
        order.Next(Ordered());
        return order;
    }

    private static AcmeAnswer Directory() => new(200, Encoding.UTF8.GetBytes($"{{\"newNonce\":\"{Host}/nonce\",\"newAccount\":\"{Host}/account\",\"newOrder\":\"{Host}/order\"}}"));

    private AcmeAnswer Ordered() => Answer(201, $"{{\"status\":\"pending\",\"authorizations\":[\"{Host}/authorization/1\"],\"finalize\":\"{Host}/finalize/1\"}}", location: $"{Host}/order/1");

    private AcmeAnswer Error(int status, string type, string detail) =>
        Answer(status, JsonSerializer.Serialize(new { type = $"urn:ietf:params:acme:error:{type}", detail }));

    private AcmeAnswer Answer(int status, string body, string? location = null, TimeSpan? retryAfter = null) => new(status, Encoding.UTF8.GetBytes(body))
    {
        Nonce = (++_nonces).ToString(CultureInfo.InvariantCulture),
        Location = location,
        RetryAfter = retryAfter,
    };

    private static (string Method, string Address, byte[]? Body) Plain(AcmeStep step)
    {
        var ask = Assert.IsType<AcmeStep.Ask>(step);
        return (ask.Method, ask.Address.AbsoluteUri, ask.Body);
    }

    /// <summary>A request's parts, after its signature was found to be right.</summary>
    private (JsonElement Header, string Payload) Opened(AcmeStep step, string address)
    {
        var ask = Assert.IsType<AcmeStep.Ask>(step);
        Assert.Equal(("POST", address), (ask.Method, ask.Address.AbsoluteUri));
        var whole = JsonDocument.Parse(ask.Body!).RootElement;
        var (header, payload) = (whole.GetProperty("protected").GetString()!, whole.GetProperty("payload").GetString()!);
        Assert.True(_secret.VerifyData(Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(whole.GetProperty("signature").GetString()), HashAlgorithmName.SHA256));
        var read = JsonDocument.Parse(Base64Url.DecodeFromChars(header)).RootElement;
        Assert.Equal(("ES256", address), (read.GetProperty("alg").GetString(), read.GetProperty("url").GetString()));
        return (read, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)));
    }
}
