using System.Runtime.InteropServices;

namespace Sip.Media.Linux;

/// <summary>What came of receiving from or sending to a descriptor.</summary>
internal enum SocketOutcome
{
    Done,
    WouldBlock,
    Ended,
}

/// <summary>One end of a Unix connection that keeps message borders (SOCK_SEQPACKET). Never waits.</summary>
internal sealed unsafe class SequencedSocket(int descriptor) : IDisposable
{
    private const uint OnlyOurUser = 0b110_000_000;
    private const int WishedSendBuffer = 1 << 20;

    private bool _closed;

    public int Descriptor => descriptor;

    /// <summary>Two connected ends.</summary>
    public static (SequencedSocket, SequencedSocket) Pair()
    {
        var ends = stackalloc int[2];
        if (LibC.SocketPair(LibC.Unix, LibC.SequencedPacket | LibC.NonBlocking | LibC.CloseOnExec, 0, ends) is not 0)
            throw new IOException($"The system gives no pair of sockets: {LibC.LastError()}");

        return (Widened(ends[0]), Widened(ends[1]));
    }

    /// <summary>Null when nobody listens at the path.</summary>
    public static SequencedSocket? ConnectTo(string path)
    {
        using var address = UnixAddress.Of(path);
        if (address is null)
            return null;

        var made = LibC.Socket(LibC.Unix, LibC.SequencedPacket | LibC.NonBlocking | LibC.CloseOnExec, 0);
        if (made < 0)
            return null;
        if (LibC.Connect(made, address.Pointer, UnixAddress.Length) is 0)
            return Widened(made);

        _ = LibC.Close(made);
        return null;
    }

    /// <summary>Listens at a path that only our own user can reach. Null, with the reason, when it cannot.</summary>
    public static SequencedSocket? ListenAt(string path, out string why)
    {
        using var address = UnixAddress.Of(path);
        if (address is null)
        {
            why = $"the folder of {path} cannot be opened";
            return null;
        }

        var made = LibC.Socket(LibC.Unix, LibC.SequencedPacket | LibC.NonBlocking | LibC.CloseOnExec, 0);
        if (made >= 0 && LibC.Bind(made, address.Pointer, UnixAddress.Length) is 0)
        {
            if (LibC.ChangeMode(path, OnlyOurUser) is 0 && LibC.Listen(made, 8) is 0)
            {
                why = "";
                return new(made);
            }
        }

        why = LibC.LastError();
        if (made >= 0)
            _ = LibC.Close(made);
        return null;
    }

    /// <summary>The next connection that waits, if any; one of another user is closed at once.</summary>
    public SequencedSocket? Accept()
    {
        var made = LibC.Accept(descriptor, null, null, LibC.NonBlocking | LibC.CloseOnExec);
        if (made < 0)
            return null;

        var credentials = stackalloc int[3];
        var length = 3 * sizeof(int);
        var known = LibC.GetOption(made, LibC.SocketLevel, LibC.PeerCredentials, credentials, &length) is 0;
        if (known && ((uint)credentials[1] == LibC.EffectiveUser() || credentials[1] is 0))
            return Widened(made);

        _ = LibC.Close(made);
        return null;
    }

    /// <summary>Receives one whole message. A message longer than the buffer arrives with its true length.</summary>
    public SocketOutcome Receive(Span<byte> buffer, out int length)
    {
        fixed (byte* at = buffer)
        {
            while (true)
            {
                var got = LibC.ReceiveFrom(descriptor, at, buffer.Length, LibC.DontWait | LibC.Truncate, null, null);
                length = (int)got;
                if (got > 0)
                    return SocketOutcome.Done;
                if (got is 0)
                    return SocketOutcome.Ended;
                if (Marshal.GetLastPInvokeError() is LibC.Again)
                    return SocketOutcome.WouldBlock;
                if (Marshal.GetLastPInvokeError() is not LibC.Interrupted)
                    return SocketOutcome.Ended;
            }
        }
    }

    public SocketOutcome Send(ReadOnlySpan<byte> message)
    {
        fixed (byte* at = message)
        {
            while (true)
            {
                if (LibC.SendTo(descriptor, at, message.Length, LibC.DontWait | LibC.NoSignal, null, 0) == message.Length)
                    return SocketOutcome.Done;
                if (Marshal.GetLastPInvokeError() is LibC.Again or LibC.NoBuffers)
                    return SocketOutcome.WouldBlock;
                if (Marshal.GetLastPInvokeError() is not LibC.Interrupted)
                    return SocketOutcome.Ended;
            }
        }
    }

    public void Dispose()
    {
        if (!_closed)
            _ = LibC.Close(descriptor);
        _closed = true;
    }

    private static SequencedSocket Widened(int descriptor)
    {
        var size = WishedSendBuffer;
        _ = LibC.SetOption(descriptor, LibC.SocketLevel, LibC.SendBuffer, &size, sizeof(int));
        return new(descriptor);
    }
}
