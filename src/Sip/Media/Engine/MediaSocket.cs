using System.Net;
using Sip.Rtp;

namespace Sip.Media;

/// <summary>What came of looking for a datagram.</summary>
internal enum ReceiveOutcome
{
    Received,

    /// <summary>Nothing waits.</summary>
    Empty,

    /// <summary>Something came that cannot be used; look again.</summary>
    Unusable,

    /// <summary>The socket is of no more use.</summary>
    Broken,
}

/// <summary>One bound UDP socket as the ports see it. None of its calls waits.</summary>
internal abstract class MediaSocket(IPEndPoint local) : IDisposable
{
    public IPEndPoint Local { get; } = local;

    public abstract ReceiveOutcome Receive(Span<byte> buffer, out int length, out MediaAddress source);

    /// <summary>False when the system did not take the packet; it is lost then.</summary>
    public abstract bool Send(ReadOnlySpan<byte> packet, in MediaAddress to);

    /// <summary>Keeps the address bound but hardly any room for what arrives.</summary>
    public abstract void Mute();

    public abstract void Dispose();
}
