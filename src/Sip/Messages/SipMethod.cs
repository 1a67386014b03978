using System.Text;

namespace Sip.Messages;

/// <summary>The methods we tell apart; every other one is <see cref="Other"/>.</summary>
public enum SipMethodKind
{
    /// <summary>An extension method: its text tells which.</summary>
    Other,

    /// <summary>RFC 3261 section 13.</summary>
    Invite,

    /// <summary>RFC 3261 section 13.2.2.4 and 17.1.1.3.</summary>
    Ack,

    /// <summary>RFC 3261 section 15.</summary>
    Bye,

    /// <summary>RFC 3261 section 9.</summary>
    Cancel,

    /// <summary>RFC 3261 section 10.</summary>
    Register,

    /// <summary>RFC 3261 section 11.</summary>
    Options,

    /// <summary>RFC 6086.</summary>
    Info,

    /// <summary>RFC 3262.</summary>
    Prack,

    /// <summary>RFC 3311.</summary>
    Update,

    /// <summary>RFC 6665.</summary>
    Subscribe,

    /// <summary>RFC 6665.</summary>
    Notify,

    /// <summary>RFC 3515.</summary>
    Refer,

    /// <summary>RFC 3428.</summary>
    Message,

    /// <summary>RFC 3903.</summary>
    Publish,
}

/// <summary>A request method. Methods are case-sensitive (RFC 3261 section 7.1); an unknown one keeps its text.</summary>
public readonly record struct SipMethod
{
    /// <summary>INVITE.</summary>
    public static readonly SipMethod Invite = new(SipMethodKind.Invite, "INVITE");

    /// <summary>ACK.</summary>
    public static readonly SipMethod Ack = new(SipMethodKind.Ack, "ACK");

    /// <summary>BYE.</summary>
    public static readonly SipMethod Bye = new(SipMethodKind.Bye, "BYE");

    /// <summary>CANCEL.</summary>
    public static readonly SipMethod Cancel = new(SipMethodKind.Cancel, "CANCEL");

    /// <summary>REGISTER.</summary>
    public static readonly SipMethod Register = new(SipMethodKind.Register, "REGISTER");

    /// <summary>OPTIONS.</summary>
    public static readonly SipMethod Options = new(SipMethodKind.Options, "OPTIONS");

    /// <summary>INFO.</summary>
    public static readonly SipMethod Info = new(SipMethodKind.Info, "INFO");

    /// <summary>PRACK.</summary>
    public static readonly SipMethod Prack = new(SipMethodKind.Prack, "PRACK");

    /// <summary>UPDATE.</summary>
    public static readonly SipMethod Update = new(SipMethodKind.Update, "UPDATE");

    /// <summary>SUBSCRIBE.</summary>
    public static readonly SipMethod Subscribe = new(SipMethodKind.Subscribe, "SUBSCRIBE");

    /// <summary>NOTIFY.</summary>
    public static readonly SipMethod Notify = new(SipMethodKind.Notify, "NOTIFY");

    /// <summary>REFER.</summary>
    public static readonly SipMethod Refer = new(SipMethodKind.Refer, "REFER");

    /// <summary>MESSAGE.</summary>
    public static readonly SipMethod Message = new(SipMethodKind.Message, "MESSAGE");

    /// <summary>PUBLISH.</summary>
    public static readonly SipMethod Publish = new(SipMethodKind.Publish, "PUBLISH");

    private static readonly SipMethod[] Known =
        [Invite, Ack, Bye, Cancel, Register, Options, Info, Prack, Update, Subscribe, Notify, Refer, Message, Publish];

    private readonly string? _text;

    private SipMethod(SipMethodKind kind, string text)
    {
        Kind = kind;
        _text = text;
    }

    /// <summary>Which method it is, for a switch.</summary>
    public SipMethodKind Kind { get; }

    /// <summary>The method as written on the wire; empty for the default value.</summary>
    public string Text => _text ?? "";

    /// <summary>The method of this text. Allocates only for a method we do not know.</summary>
    public static SipMethod Of(ReadOnlySpan<byte> text)
    {
        foreach (var method in Known)
        {
            if (Ascii.Equals(text, method.Text))
                return method;
        }

        return new(SipMethodKind.Other, Encoding.ASCII.GetString(text));
    }

    /// <summary>The method of this text.</summary>
    public static SipMethod Of(string text)
    {
        foreach (var method in Known)
        {
            if (text == method.Text)
                return method;
        }

        return new(SipMethodKind.Other, text);
    }

    /// <summary>True when the bytes spell this method.</summary>
    public bool Is(ReadOnlySpan<byte> text) => Ascii.Equals(text, Text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
