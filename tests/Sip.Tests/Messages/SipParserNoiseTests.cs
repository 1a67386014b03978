using System.Net;
using System.Text;
using FsCheck.Xunit;
using Sip.Messages;

namespace Sip.Tests.Messages;

/// <summary>Whatever arrives, the parser ends, throws nothing and stays inside the bytes.</summary>
public sealed class SipParserNoiseTests
{
    private static readonly IPEndPoint Source = new(IPAddress.Parse("203.0.113.9"), 40_000);

    private static readonly HeaderName[] Names = Enum.GetValues<HeaderName>();

    private static readonly string[] Snippets =
    [
        "\r\n", "\r\n\r\n", "\r", "\n", "\r\n ", "\0", "\"", "\\", "<", ">", ";", ",", ":", "@", "[", "]", "%", "%00", "=", "?", "&", "*", "/",
        "Content-Length: 4294967296\r\n", "Via: ", "v:", "To:\r\n ", "SIP/2.0", "SIP/2.0/UDP", "sip:", "tel:+", "z9hG4bK", "\t", "é", "�",
    ];

    [Property(MaxTest = 500)]
    public void Any_bytes_are_an_answer_and_no_exception(byte[] noise) => Exercise(noise);

    [Property(MaxTest = 500)]
    public void Any_text_behind_a_header_name_is_an_answer_and_no_exception(string value)
    {
        foreach (var name in new[] { "Via", "From", "To", "Contact", "Route", "CSeq", "Call-ID", "Authorization", "Reason", "Session-Expires", "X-Any" })
        {
            var text = $"INVITE sip:a@example.com SIP/2.0\r\n{name}: {value}\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
                + "From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n";
            Exercise(Encoding.UTF8.GetBytes(text));
        }
    }

    [Fact]
    public void Twenty_thousand_mutations_of_the_torture_set_are_an_answer_and_no_exception()
    {
        var chance = new Random(20_261_123);
        var seeds = TortureMessages.Names.Select(TortureMessages.Read).ToArray();
        var (read, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var result = Exercise(Mutate(seeds[i % seeds.Length], chance));
            read += result.Message is null ? 0 : 1;
            refused += result.Refused is null ? 0 : 1;
        }

        // The mutations must reach past the first check, or they prove nothing.
        Assert.InRange(read, 1_000, 19_000);
        Assert.InRange(refused, 1_000, 19_000);
    }

    [Fact]
    public void A_stream_of_mutations_is_followed_or_broken_but_never_stuck()
    {
        var chance = new Random(5626);
        var seeds = TortureMessages.Names.Select(TortureMessages.Read).ToArray();
        for (var i = 0; i < 500; i++)
        {
            var framer = new SipStreamFramer();
            var broken = false;
            for (var part = 0; part < 3 && !broken; part++)
            {
                var bytes = Mutate(seeds[chance.Next(seeds.Length)], chance);
                framer.Append(bytes);
                for (var step = 0; ; step++)
                {
                    Assert.InRange(step, 0, 70_000);
                    var frame = framer.Next();
                    if (frame.Kind is SipFrameKind.Message)
                        Exercise(frame.Bytes);
                    broken = frame.Kind is SipFrameKind.Broken;
                    if (broken)
                        SipParser.ReadBroken(frame);
                    if (broken || frame.Kind is SipFrameKind.NeedMore)
                        break;
                }
            }

            Assert.InRange(framer.BufferBytes, 1, 2 * SipLimits.MessageBytes);
        }
    }

    private static byte[] Mutate(byte[] seed, Random chance)
    {
        var bytes = seed.ToList();
        for (var round = chance.Next(1, 4); round > 0; round--)
        {
            var at = chance.Next(bytes.Count);
            switch (chance.Next(6))
            {
                case 0:
                    bytes[at] = (byte)chance.Next(256);
                    break;
                case 1:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Snippets[chance.Next(Snippets.Length)]));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(chance.Next(1, 40), bytes.Count - at - 1));
                    break;
                case 3:
                    bytes.RemoveRange(at + 1, bytes.Count - at - 1);
                    break;
                case 4:
                    var length = Math.Min(chance.Next(1, 200), bytes.Count - at);
                    bytes.InsertRange(chance.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                default:
                    var line = bytes.GetRange(at, Math.Min(60, bytes.Count - at));
                    for (var copies = chance.Next(1, 120); copies > 0; copies--)
                        bytes.InsertRange(at, line);
                    break;
            }
        }

        return [.. bytes];
    }

    private static SipParseResult Exercise(ReadOnlySpan<byte> bytes)
    {
        var index = new SipMessageIndex();
        SipParser.Index(bytes, index);
        Assert.InRange(index.BodyStart + index.BodyLength, 0, bytes.Length);

        var result = SipParser.Read(bytes);
        if (result.Message is { } message)
        {
            Touch(message);
            Assert.IsType(message.GetType(), SipParser.Read(message.Span).Message);
        }

        if (result.Message is SipRequest request)
        {
            foreach (var changed in new[] { request.WithReceived(Source), request.WithViaTransport("TCP"), request.With(HeaderName.MaxForwards, "9") })
                Assert.True(IsReadableOrFull(SipParser.Read(changed.Span)));
            Answer(request, 180);
        }

        if (result.Refused is { } refused)
        {
            Touch(refused);
            Answer(refused, result.AnswerWith!.Value);
        }

        return result;
    }

    // What is added may be the one line too many for the next hop.
    private static bool IsReadableOrFull(SipParseResult result) =>
        result.Error is SipParseError.None or SipParseError.TooManyVias or SipParseError.TooManyHeaders or SipParseError.HeaderTooLong;

    private static void Answer(SipRequest request, int status)
    {
        var answer = SipWriter.Response(request, status, toTag: "tag").ToResponse();
        Assert.Equal(request.Vias.Count(), answer.Vias.Count());
        Assert.True(answer.CallId.SequenceEqual(request.CallId));
    }

    private static void Touch(SipMessage message)
    {
        foreach (var line in message.Headers)
        {
            Assert.Equal(-1, line.Value.IndexOfAny((byte)'\r', (byte)'\n'));
            Assert.True(message.TryGetByName(line.RawName, out _));
        }

        foreach (var name in Names)
        {
            foreach (var value in message.All(name))
                TouchViews(value);
        }

        _ = (message.TopVia.Port, message.TopVia.RPort, message.From.Q, message.Contact.Expires, message.Expires, message.MaxForwards, message.ContentLength);
        _ = Privacy.Of(message);
        _ = message.ToString();
        Assert.InRange(message.Body.Length, 0, SipLimits.BodyBytes);
    }

    private static void TouchViews(ReadOnlySpan<byte> value)
    {
        if (ViaView.TryParse(value, out var via))
            _ = (via.Port, via.RPort, via.HasUniqueBranch, via.Received.Length);

        if (NameAddressView.TryParse(value, out var address))
        {
            _ = (address.Name(), address.Q, address.IsStar);
            _ = NameAddress.Of(address)!.ToString();
            if (SipUri.Of(address.Uri) is { } uri)
                Assert.True(SipUri.TryParse(uri.ToString(), out _), uri.ToString());
            Assert.True(!address.Uri.IsValid || address.Uri.IsEquivalentTo(address.Uri));
        }

        if (CredentialsView.TryParse(value, out var credentials))
            _ = (credentials.Realm.Length, credentials.NonceCount.Length);
        if (ReasonView.TryParse(value, out var reason))
            _ = (reason.Cause, reason.Text);
        if (TelUri.TryParse(value, out var tel))
            _ = tel!.ToString();
        _ = SessionExpires.TryParse(value, out _);
        _ = DiversionView.TryParse(value, out _);
        _ = ReplacesView.TryParse(value, out _);
        _ = ChallengeView.TryParse(value, out _);
        _ = RAck.TryParse(value, out _);
    }
}
