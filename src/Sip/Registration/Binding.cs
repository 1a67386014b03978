using System.Collections.Immutable;
using Sip.Messages;

namespace Sip.Registration;

/// <summary>One way to reach an account: a contact, and the flow its REGISTER came on (RFC 3261 section 10, RFC 5626).</summary>
public sealed record Binding
{
    /// <summary>The account it belongs to.</summary>
    public required string Account { get; init; }

    /// <summary>The contact as the phone wrote it, without angle brackets: the Request-URI of what we send to it.</summary>
    public required string Contact { get; init; }

    /// <summary>The value of +sip.instance, or null (RFC 5626 section 4.1).</summary>
    public string? InstanceId { get; init; }

    /// <summary>The reg-id, or null (RFC 5626 section 4.2).</summary>
    public uint? RegId { get; init; }

    /// <summary>The preference in thousandths, or null when not said (RFC 3261 section 20.10).</summary>
    public int? Q { get; init; }

    /// <summary>The Call-ID of the REGISTER that made or renewed it.</summary>
    public required string CallId { get; init; }

    /// <summary>The sequence number of that REGISTER.</summary>
    public required uint CSeq { get; init; }

    /// <summary>Where that REGISTER came from; requests go back the same way, whatever the contact says.</summary>
    public required Arrival Arrival { get; init; }

    /// <summary>The Path values, topmost first: the Route of what we send (RFC 3327).</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>What the device calls itself, or null.</summary>
    public string? UserAgent { get; init; }

    /// <summary>When it was made first.</summary>
    public required Instant Since { get; init; }

    /// <summary>When it lapses.</summary>
    public required Instant ExpiresAt { get; init; }

    /// <summary>
    /// The next hop: the flow; and should it be gone, over UDP the address the REGISTER came from, over a connection the
    /// port the phone listens on, for its own end of the old connection accepts nothing.
    /// </summary>
    public Hop Hop => new(Arrival.Transport, Arrival.Remote.Address.ToString(), Arrival.Transport is TransportKind.Udp ? Arrival.Remote.Port : ListeningPort)
    {
        Flow = Arrival.Flow,
    };

    /// <summary>True when the contact and the way to it are the same as before.</summary>
    public bool IsReachedLike(Binding other) =>
        Contact == other.Contact && Arrival.Flow == other.Arrival.Flow && Arrival.Remote.Equals(other.Arrival.Remote);

    private int ListeningPort => SipUri.TryParse(Contact, out var uri) && uri.Port is { } port
        ? port
        : Arrival.Transport is TransportKind.Tls ? 5061 : 5060;
}

/// <summary>Why a binding is gone.</summary>
public enum BindingEnd
{
    /// <summary>The phone took it back.</summary>
    Unregistered,

    /// <summary>It was not renewed in time.</summary>
    Expired,

    /// <summary>A newer one of the same phone needed its place.</summary>
    Displaced,

    /// <summary>Its flow broke, and it was a flow of RFC 5626 that is worth nothing without.</summary>
    FlowLost,
}

/// <summary>What happened to a binding.</summary>
public abstract record BindingEvent
{
    private BindingEvent(Binding binding) => Binding = binding;

    /// <summary>The binding as it is now, or as it was last.</summary>
    public Binding Binding { get; }

    /// <summary>A phone came.</summary>
    public sealed record Added(Binding New) : BindingEvent(New);

    /// <summary>A phone said that it is still there.</summary>
    public sealed record Renewed(Binding New) : BindingEvent(New);

    /// <summary>A phone is reached another way than before.</summary>
    public sealed record Moved(Binding Old, Binding New) : BindingEvent(New);

    /// <summary>A phone left.</summary>
    public sealed record Removed(Binding Old, BindingEnd Why) : BindingEvent(Old);
}
