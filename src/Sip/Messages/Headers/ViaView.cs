namespace Sip.Messages;

/// <summary>One Via value (RFC 3261 section 20.42, RFC 3581): <c>SIP/2.0/UDP host:port;branch=…</c>.</summary>
public readonly ref struct ViaView
{
    private readonly int _port;
    private readonly ReadOnlySpan<byte> _parameters;

    private ViaView(ReadOnlySpan<byte> value, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> host, int port, ReadOnlySpan<byte> parameters)
    {
        Value = value;
        Transport = transport;
        Host = host;
        _port = port;
        _parameters = parameters;
    }

    /// <summary>False for the view of a Via that is missing or broken.</summary>
    public bool IsValid => !Value.IsEmpty;

    /// <summary>The whole value.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The transport as written, e.g. <c>UDP</c>. Compare without regard to case.</summary>
    public ReadOnlySpan<byte> Transport { get; }

    /// <summary>The sent-by host; an IPv6 address without its brackets.</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>The sent-by port, or null when it is the default of the transport.</summary>
    public int? Port => _port < 0 ? null : _port;

    /// <summary>Everything from the first semicolon.</summary>
    public SipParameters Parameters => new(_parameters);

    /// <summary>The branch; empty without one (RFC 2543).</summary>
    public ReadOnlySpan<byte> Branch => Parameters.Value("branch"u8);

    /// <summary>True when the branch begins with the magic cookie and says more than that (RFC 3261 section 8.1.1.7).</summary>
    public bool HasUniqueBranch => Branch is { Length: > 7 } branch && Grammar.SameText(branch[..7], "z9hG4bK"u8);

    /// <summary>The received address without brackets; empty without one.</summary>
    public ReadOnlySpan<byte> Received => Parameters.Value("received"u8) is [(byte)'[', .. var address, (byte)']'] ? address : Parameters.Value("received"u8);

    /// <summary>True when the sender wants the answer at the port it sent from (RFC 3581), with or without a value.</summary>
    public bool HasRPort => Parameters.Has("rport"u8);

    /// <summary>The value of rport, or null when it is missing, empty or no port.</summary>
    public int? RPort => Grammar.TryPort(Parameters.Value("rport"u8), out var port) ? port : null;

    /// <summary>Reads one value. Strange parameters do not make it fail; an unreadable protocol or sent-by does.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out ViaView via)
    {
        via = default;
        value = Grammar.Trim(value);

        var at = 0;
        ReadOnlySpan<byte> transport = default;
        for (var part = 0; part < 3; part++)
        {
            var end = Grammar.SkipToken(value, at);
            if (end == at)
                return false;
            transport = value[at..end];
            at = Grammar.SkipWhite(value, end);
            if (part < 2)
            {
                if (at >= value.Length || value[at] is not (byte)'/')
                    return false;
                at = Grammar.SkipWhite(value, at + 1);
            }
            else if (at == end)
            {
                return false;
            }
        }

        if (!HostPort.TryTake(value, ref at, allowWhite: true, out var host, out var port))
            return false;

        at = Grammar.SkipWhite(value, at);
        if (at < value.Length && value[at] is not (byte)';')
            return false;

        via = new(value, transport, host, port, value[at..]);
        return true;
    }
}
