using Sip.Messages;

namespace Benchmarks;

/// <summary>Reading the ten messages.</summary>
internal static class ParseRows
{
    private static readonly byte[][] Messages = [.. TenMessages.All];
    private static readonly SipMessageIndex Index = new();

    private static readonly Work Split = new("string.Split parser", Times(static bytes => SplitParser.Read(bytes).StartLine.Length), Messages.Length);
    private static readonly Work SplitAndLook = new("string.Split parser + the same fields", Times(static bytes => SplitParser.Read(bytes).Look()), Messages.Length);

    public static IEnumerable<Row> All()
    {
        foreach (var bytes in Messages)
        {
            if (SipParser.Read(bytes).Message is null)
                throw new InvalidOperationException("One of the ten messages cannot be read.");
        }

        return
        [
            Row("SipParser.Index", Times(static bytes => (int)SipParser.Index(bytes, Index)), Split),
            Row("SipParser.Index + views", Times(LookByIndex), SplitAndLook),
            Row("SipParser.Read", Times(static bytes => SipParser.Read(bytes).Message!.HeaderCount), Split),
            Row("SipParser.Read + views", Times(static bytes => Look(SipParser.Read(bytes).Message!)), SplitAndLook),
        ];
    }

    private static Row Row(string name, Action<int> run, Work baseline) => new("Parse", "message (mean of ten)", new(name, run, Messages.Length), baseline);

    private static Action<int> Times(Func<byte[], int> read) => times =>
    {
        long sum = 0;
        for (var i = 0; i < times; i++)
        {
            foreach (var bytes in Messages)
                sum += read(bytes);
        }

        Meter.Sink += sum;
    };

    private static int LookByIndex(byte[] bytes)
    {
        SipParser.Index(bytes, Index);
        var seen = Index.BodyLength;
        if (Index.TryGet(bytes, HeaderName.Via, out var value) && ViaView.TryParse(value, out var via))
            seen += via.Branch.Length;
        if (Index.TryGet(bytes, HeaderName.From, out value) && NameAddressView.TryParse(value, out var from))
            seen += from.Tag.Length;
        if (Index.TryGet(bytes, HeaderName.To, out value) && NameAddressView.TryParse(value, out var to))
            seen += to.Tag.Length;
        if (Index.TryGet(bytes, HeaderName.CallId, out value))
            seen += value.Length;
        if (Index.TryGet(bytes, HeaderName.CSeq, out value) && CSeq.TryParse(value, out var cseq))
            seen += (int)cseq.Number;
        if (Index.TryGet(bytes, HeaderName.Contact, out value) && NameAddressView.TryParse(value, out var contact))
            seen += contact.Uri.Host.Length;
        return seen;
    }

    private static int Look(SipMessage message) =>
        message.TopVia.Branch.Length + message.From.Tag.Length + message.To.Tag.Length + message.CallId.Length
        + (int)message.CSeq.Number + message.Contact.Uri.Host.Length + (message is SipRequest request ? request.Uri.Host.Length : 0) + message.Body.Length;
}
