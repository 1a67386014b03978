using System.Globalization;
using System.Text;
using Appliance.Hosting;
using Appliance.Traces;

namespace Appliance.Web.Traces;

/// <summary>What was said for a call, as the page shows it.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Picture">The ladder as SVG.</param>
/// <param name="Rows">The same as text: a sentence and the message itself.</param>
/// <param name="Omitted">Messages that were not kept.</param>
/// <param name="ShowsNumbers">True: numbers stand there whole.</param>
/// <param name="Earlier">Messages that are kept but not shown here, at the beginning.</param>
public sealed record ShownTrace(string CallId, string Picture, ValueList<ShownMessage> Rows, int Omitted, bool ShowsNumbers, int Earlier);

/// <summary>One message as the page shows it.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Sentence">Who said what to whom.</param>
/// <param name="Text">The message; null when there is no room for it.</param>
public sealed record ShownMessage(int Number, string Sentence, string? Text);

/// <summary>Shows what was said for a call: to the page, to programs, as a picture and as a capture file.</summary>
internal sealed class TraceDesk(CallTraces traces, LiveState live, TimeProvider time)
{
    // A live part is sent whole for every new message: an ordinary call's 25 messages have room in it.
    private const int MostLive = 40;
    private const int LongestLive = 48 * 1024;

    /// <summary>For the page, or null when nothing is kept of the call.</summary>
    public ShownTrace? Show(string callId, PageWords words, bool showsNumbers) => Show(callId, words, showsNumbers, int.MaxValue, int.MaxValue);

    /// <summary>For a page that changes while the call goes on: its latest messages, and their texts as far as there is room.</summary>
    public ShownTrace? ShowLive(string callId, PageWords words, bool showsNumbers) => Show(callId, words, showsNumbers, MostLive, LongestLive);

    /// <summary>What is kept of a call: another one whenever there is more of it.</summary>
    public object Stamp(string callId) => traces.StampOf(callId) is { } stamp ? stamp : "none";

    private ShownTrace? Show(string callId, PageWords words, bool showsNumbers, int most, int longest)
    {
        if (traces.Find(callId) is not { } trace)
            return null;

        var ladder = Ladder.Of(trace);
        var earlier = Math.Max(0, ladder.Rows.Count - most);
        ladder = ladder with { Rows = ValueList.Create<LadderRow>([.. ladder.Rows.Skip(earlier)]) };
        Stack<ShownMessage> rows = [];
        for (var i = ladder.Rows.Count - 1; i >= 0; i--)
        {
            var row = ladder.Rows[i];
            longest -= row.Message.Bytes.Length;
            rows.Push(new(row.Number, SentenceOf(row, words, showsNumbers), longest >= 0 ? TextOf(row.Message, showsNumbers) : null));
        }

        return new(callId, Draw(ladder, words, showsNumbers), ValueList.Create<ShownMessage>([.. rows]), trace.Omitted, showsNumbers, earlier);
    }

    /// <summary>The ladder as SVG, or null.</summary>
    public string? Draw(string callId, PageWords words, bool showsNumbers) =>
        traces.Find(callId) is { } trace ? Draw(Ladder.Of(trace), words, showsNumbers) : null;

    /// <summary>The capture file, or null.</summary>
    public byte[]? Capture(string callId, bool showsNumbers) =>
        traces.Find(callId) is { } trace ? SignallingCapture.Write(trace.Messages, Origin, showsNumbers) : null;

    /// <summary>For programs, or null.</summary>
    public TraceView? View(string callId, bool showsNumbers)
    {
        if (traces.Find(callId) is not { } trace)
            return null;

        var ladder = Ladder.Of(trace);
        return new(
            callId,
            !showsNumbers,
            trace.IsOver,
            trace.Omitted,
            [.. ladder.Left.Select(party => Masked(party, showsNumbers))],
            [.. ladder.Right.Select(party => Masked(party, showsNumbers))],
            [.. ladder.Rows.Select(row => ViewOf(row, showsNumbers))]);
    }

    /// <summary>The time of day at zero of the messages' clock, by what the clock says now.</summary>
    private DateTimeOffset Origin => time.GetUtcNow() - live.Elapsed;

    private TraceMessageView ViewOf(LadderRow row, bool showsNumbers) => new(
        row.Number,
        Math.Round(row.Since.TotalSeconds, 6),
        Origin + row.Message.At,
        row.Message.IsReceived,
        row.IsRight ? "right" : "left",
        Masked(row.Party, showsNumbers),
        row.Remote.ToString(),
        TransportOf(row),
        row.Step.Method,
        row.Step.IsRequest ? null : row.Step.Status,
        LabelOf(row, showsNumbers),
        row.Step.Voice.Kind switch { VoiceKind.Clear => "RTP", VoiceKind.Encrypted => "SRTP", _ => null },
        [.. row.Step.Voice.Codecs],
        row.Step.Voice.IsHeld,
        row.IsRepeat,
        row.Message.SipCallId,
        row.Message.IsCut,
        TextOf(row.Message, showsNumbers));

    private static string Draw(Ladder ladder, PageWords words, bool showsNumbers) => LadderPicture.Draw(ladder, new LadderWords(
        words.Say("trace.picture"),
        words.Say("trace.picture.what"),
        HeadOf(ladder.Left, words, "trace.office", showsNumbers),
        words.Say("trace.box"),
        HeadOf(ladder.Right, words, "trace.other", showsNumbers),
        ValueList.Create<(string, string, string)>([.. ladder.Rows.Select(row => (LabelOf(row, showsNumbers), words.Say("trace.after", SecondsOf(row)), NoteOf(row, words)))])));

    private static string HeadOf(ValueList<string> parties, PageWords words, string none, bool showsNumbers) => parties switch
    {
        [] => words.Say(none),
        [var only] => PartyOf(only, words, showsNumbers),
        [var first, ..] => words.Say($"trace.{KindOf(first)}.many"),
    };

    private static string NoteOf(LadderRow row, PageWords words)
    {
        var note = new List<string> { TransportOf(row) };
        if (row.Step.Voice is { Kind: not VoiceKind.None } voice)
            note.Add(string.Join(' ', [voice.Kind is VoiceKind.Encrypted ? "SRTP" : "RTP", .. voice.Codecs.Take(1)]));
        if (row.Step.Voice.IsHeld)
            note.Add(words.Say("trace.hold.short"));
        if (row.IsRepeat)
            note.Add(words.Say("trace.again.short"));
        return string.Join(" · ", note);
    }

    private static string SentenceOf(LadderRow row, PageWords words, bool showsNumbers)
    {
        var party = row.Party.Length > 0 ? PartyOf(row.Party, words, showsNumbers) : words.Say(row.IsRight ? "trace.other" : "trace.office");
        var said = new StringBuilder(words.Say(row.Message.IsReceived ? "trace.received" : "trace.sent", SecondsOf(row), party, LabelOf(row, showsNumbers), TransportOf(row)));
        if (row.Step.Voice is { Kind: not VoiceKind.None } voice)
            said.Append(words.Say(voice.Kind is VoiceKind.Encrypted ? "trace.voice.encrypted" : "trace.voice.clear", string.Join(", ", voice.Codecs)));
        if (row.Step.Voice.IsHeld)
            said.Append(words.Say("trace.hold"));
        if (row.IsRepeat)
            said.Append(words.Say("trace.again"));
        return said.ToString();
    }

    private static string PartyOf(string party, PageWords words, bool showsNumbers) =>
        words.Say($"trace.{KindOf(party)}", Masked(party[(party.IndexOf(':', StringComparison.Ordinal) + 1)..], showsNumbers));

    private static string KindOf(string party) => party.Split(':')[0] switch
    {
        "extension" => "phone",
        "pbx" => "pbx",
        "trunk" => "line",
        _ => "party",
    };

    private static string LabelOf(LadderRow row, bool showsNumbers) => showsNumbers ? row.Step.Label : NumberMask.Phrase(row.Step.Label);

    private static string Masked(string text, bool showsNumbers) => showsNumbers ? text : NumberMask.Digits(text);

    private static string TransportOf(LadderRow row) => row.Transport.ToString().ToUpperInvariant();

    private static string SecondsOf(LadderRow row) => row.Since.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string TextOf(TracedMessage message, bool showsNumbers) =>
        Encoding.UTF8.GetString(showsNumbers ? message.Bytes.Span : NumberMask.Apply(message.Bytes.Span));
}
