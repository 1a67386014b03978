using System.Text;
using Sip.Messages;

namespace Sip.Tests.Messages;

public sealed class SipStreamFramerTests
{
    private const string Register =
        "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@example.com>;tag=1\r\n"
        + "To: <sip:a@example.com>\r\nCall-ID: c1\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n";

    private const string Invite =
        "INVITE sip:b@example.com SIP/2.0\r\nv: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK2\r\nf: <sip:a@example.com>;tag=1\r\n"
        + "t: <sip:b@example.com>\r\ni: c2\r\nCSeq: 1 INVITE\r\nl:\r\n 12\r\n\r\nv=0\r\n\r\ns=-\r\n";

    private const string Stream = Register + "\r\n\r\n" + Invite + "\r\n" + Register + Invite;

    private static readonly string[] Expected = [Register, "pong", "ping", Invite, "pong", Register, Invite];

    [Fact]
    public void Pitfall_7_a_stream_cut_at_any_byte_gives_the_same_messages()
    {
        var bytes = Encoding.UTF8.GetBytes(Stream);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var framer = new SipStreamFramer();
            framer.Append(bytes.AsSpan(0, cut));
            var found = Drain(framer);
            framer.Append(bytes.AsSpan(cut));
            found.AddRange(Drain(framer));

            Assert.Equal(Expected, found);
            Assert.False(framer.IsInsideMessage);
        }
    }

    [Fact]
    public void Pitfall_7_a_stream_that_comes_byte_by_byte_gives_the_same_messages()
    {
        var framer = new SipStreamFramer();
        var found = new List<string>();
        foreach (var one in Encoding.UTF8.GetBytes(Stream))
        {
            framer.Append([one]);
            found.AddRange(Drain(framer));
        }

        Assert.Equal(Expected, found);
    }

    [Fact]
    public void Pitfall_7_a_register_of_1500_bytes_survives_every_pair_of_cuts_near_its_line_ends()
    {
        var text = Register.Replace("CSeq", "X-Fill: " + new string('x', 1200) + "\r\nCSeq", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        var cuts = Enumerable.Range(1, bytes.Length - 1).Where(i => bytes[i] is (byte)'\r' or (byte)'\n').ToArray();
        foreach (var first in cuts)
        {
            foreach (var second in cuts.Where(cut => cut > first))
            {
                var framer = new SipStreamFramer();
                var found = new List<string>();
                foreach (var part in new[] { ..first, first..second, second.. })
                {
                    framer.Append(bytes.AsSpan(part));
                    found.AddRange(Drain(framer));
                }

                Assert.Equal([text], found);
            }
        }
    }

    [Fact]
    public void Pitfall_8_line_ends_after_a_body_do_not_desynchronise()
    {
        var framer = new SipStreamFramer();
        framer.Append(Encoding.UTF8.GetBytes(Invite + "\r\n\r\n\r\n" + Register));

        Assert.Equal([Invite, "pong", "ping", "pong", Register], Drain(framer));
    }

    [Fact]
    public void Pitfall_8_many_messages_in_one_read_come_out_one_by_one()
    {
        var framer = new SipStreamFramer();
        framer.Append(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Register, 50))));

        Assert.Equal(50, Drain(framer).Count(found => found == Register));
    }

    [Theory]
    [InlineData("4294967295")]
    [InlineData("99999999999999999999")]
    [InlineData("2000000000")]
    [InlineData("40000")]
    public void Pitfall_8_a_huge_content_length_allocates_nothing_and_breaks_the_stream(string length)
    {
        var framer = new SipStreamFramer();
        framer.Append(Encoding.UTF8.GetBytes(Register.Replace("Content-Length: 0", "Content-Length: " + length, StringComparison.Ordinal)));
        var before = framer.BufferBytes;

        Assert.Equal(["broken"], Drain(framer));
        Assert.Equal(before, framer.BufferBytes);
    }

    [Fact]
    public void The_buffer_grows_by_what_has_come_and_not_by_what_was_promised()
    {
        var framer = new SipStreamFramer();
        framer.Append(Encoding.UTF8.GetBytes(Register.Replace("Content-Length: 0", "Content-Length: 32768", StringComparison.Ordinal)));

        Assert.Empty(Drain(framer));
        Assert.Equal(4096, framer.BufferBytes);

        framer.Append(new byte[32768]);
        Assert.Single(Drain(framer));
        framer.Room();
        Assert.Equal(4096, framer.BufferBytes);
    }

    [Theory]
    [InlineData("Content-Length: 0\r\n", "", SipParseError.NoContentLength)]
    [InlineData("Content-Length: 0", "Content-Length: -1", SipParseError.ContentLength)]
    [InlineData("Content-Length: 0", "Content-Length: 0\r\nl: 5", SipParseError.DuplicateHeader)]
    [InlineData("Call-ID: c1\r\n", "Call-ID: c1\n", SipParseError.BareLineBreak)]
    public void A_message_whose_end_cannot_be_known_breaks_the_stream_and_can_be_answered(string part, string instead, SipParseError error)
    {
        var framer = new SipStreamFramer();
        framer.Append(Encoding.UTF8.GetBytes(Register.Replace(part, instead, StringComparison.Ordinal)));

        var frame = framer.Next();
        Assert.Equal(SipFrameKind.Broken, frame.Kind);
        Assert.Equal(error, frame.Error);

        var result = SipParser.ReadBroken(frame);
        Assert.Equal(400, result.AnswerWith);
        Assert.NotNull(result.Refused);
        Assert.Equal(SipFrameKind.Broken, framer.Next().Kind);
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001\u0002\0")]
    [InlineData(" REGISTER")]
    [InlineData("\rREGISTER")]
    [InlineData("\n")]
    public void Bytes_that_cannot_begin_a_message_break_the_stream_at_once(string text)
    {
        var framer = new SipStreamFramer();
        framer.Append(Encoding.Latin1.GetBytes(text));

        Assert.Equal(["broken"], Drain(framer));
    }

    [Fact]
    public void Headers_without_end_break_the_stream()
    {
        var framer = new SipStreamFramer();
        var found = new List<string>();
        framer.Append("REGISTER sip:example.com SIP/2.0\r\n"u8);
        for (var i = 0; i < 1000 && found.Count == 0; i++)
        {
            framer.Append(Encoding.UTF8.GetBytes($"X-{i}: {new string('x', 100)}\r\n"));
            found.AddRange(Drain(framer));
        }

        Assert.Equal(["broken"], found);
        Assert.InRange(framer.BufferBytes, 1, 2 * SipLimits.MessageBytes);
    }

    [Fact]
    public void A_message_with_a_fault_that_is_not_about_its_length_leaves_the_stream_whole()
    {
        var faulty = Register.Replace("CSeq: 1 REGISTER", "CSeq: one", StringComparison.Ordinal);
        var framer = new SipStreamFramer();
        framer.Append(Encoding.UTF8.GetBytes(faulty + Register));

        Assert.Equal([faulty, Register], Drain(framer));
    }

    private static List<string> Drain(SipStreamFramer framer)
    {
        var found = new List<string>();
        for (var i = 0; i < 1000; i++)
        {
            var frame = framer.Next();
            switch (frame.Kind)
            {
                case SipFrameKind.NeedMore:
                    return found;
                case SipFrameKind.Message:
                    found.Add(Encoding.UTF8.GetString(frame.Bytes));
                    break;
                case SipFrameKind.Ping:
                    found.Add("ping");
                    break;
                case SipFrameKind.Pong:
                    found.Add("pong");
                    break;
                default:
                    found.Add("broken");
                    return found;
            }
        }

        throw new InvalidOperationException("The framer never asked for more.");
    }
}
