using System.Security.Cryptography;
using Sip.Media;
using Sip.Net;
using Sip.Rtp.Srtp;

namespace Benchmarks;

/// <summary>
/// One voice packet of 20 ms through the engine's path without a socket: source checked, opened, counted, rewritten, sealed, and
/// RTCP every five seconds. Making the peer's packet is taken off. The baselines do less: they copy, or only open and seal with
/// the ciphers of the .NET library.
/// </summary>
internal sealed class RelayRows : IDisposable
{
    private const int PacketLength = 172;

    private readonly SystemTokens _tokens = new();
    private readonly List<IDisposable> _owned = [];
    private readonly SrtpMaterial _key = new(SrtpSuite.AesCm128HmacSha1Tag80, RandomNumberGenerator.GetBytes(SrtpMaterial.Length));

    public IEnumerable<Row> All() =>
    [
        Row("relay RTP to RTP", Path(null, null), Copy()),
        Row("relay PCMU to PCMA", Path(null, null, AudioCodec.Pcma), Copy()),
        Row("relay SRTP to RTP", Path(_key, null), Managed("managed .NET crypto: open", opens: true, seals: false)),
        Row("relay RTP to SRTP", Path(null, _key), Managed("managed .NET crypto: seal", opens: false, seals: true)),
        Row("relay SRTP to SRTP", Path(_key, _key), Managed("managed .NET crypto: open and seal", opens: true, seals: true)),
        Row("SRTP open and seal alone", Crypto(opens: true, seals: true, PacketCrypto.Create), Managed("managed .NET crypto: open and seal", opens: true, seals: true)),
    ];

    public void Dispose()
    {
        foreach (var one in _owned)
            one.Dispose();
    }

    private static Row Row(string name, Work ours, Work baseline) => new("Relay", "packet of 172 bytes", ours with { Name = name }, baseline);

    // Preparation has a path of its own: packets that are made and not sent would be lost ones.
    private Work Path(SrtpMaterial? from, SrtpMaterial? to, AudioCodec codec = AudioCodec.Pcmu)
    {
        var step = Own(new RelayStep(_tokens, from, to, codec));
        var idle = Own(new RelayStep(_tokens, from, to, codec));
        return new("", Run, Preparation: Prepare);

        void Run(int times)
        {
            var before = step.Sent;
            for (var i = 0; i < times; i++)
                step.Run();
            // Reports go out as well.
            if (step.Sent - before < times)
                throw new InvalidOperationException("A packet did not come out of the path.");
        }

        void Prepare(int times)
        {
            for (var i = 0; i < times; i++)
                Meter.Sink += idle.Prepare();
        }
    }

    private static Work Copy()
    {
        var (from, to) = (RandomNumberGenerator.GetBytes(PacketLength), new byte[PacketLength]);
        return new("copy of 172 bytes", times =>
        {
            for (var i = 0; i < times; i++)
            {
                from.AsSpan().CopyTo(to);
                from[i % PacketLength]++;
            }

            Meter.Sink += to[0];
        });
    }

    private Work Managed(string name, bool opens, bool seals) =>
        Crypto(opens, seals, static (cipher, authentication) => new ManagedPacketCrypto(cipher, authentication)) with { Name = name };

    private Work Crypto(bool opens, bool seals, PacketCrypto.Factory create)
    {
        if (!SrtpKeys.TryCreate(_key.Suite, _key.KeyAndSalt, out var keys) || keys is null)
            throw new InvalidOperationException("The key does not fit its suite.");
        using var lent = keys;
        var open = Own(new SrtpContext(keys, isSending: false, predecessor: null, create));
        var seal = Own(new SrtpContext(keys, isSending: true, predecessor: null, create));
        var peer = new PacketMaker(opens ? Own(SrtpContext.ForSending(keys)) : null);
        var idle = new PacketMaker(opens ? Own(SrtpContext.ForSending(keys)) : null);
        return new("", Run, Preparation: Prepare);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var length = peer.Next();
                if (opens && open.Unprotect(peer.Buffer.AsSpan(0, length), out length) is not SrtpVerdict.Done)
                    throw new InvalidOperationException("A packet could not be opened.");
                if (seals && seal.Protect(peer.Buffer, length, out length) is not SrtpVerdict.Done)
                    throw new InvalidOperationException("A packet could not be sealed.");
                Meter.Sink += length;
            }
        }

        void Prepare(int times)
        {
            for (var i = 0; i < times; i++)
                Meter.Sink += idle.Next();
        }
    }

    private T Own<T>(T one)
        where T : IDisposable
    {
        _owned.Add(one);
        return one;
    }

    /// <summary>One packet after the other, sealed if there is a key.</summary>
    private sealed class PacketMaker(SrtpContext? seal)
    {
        private ushort _sequence;

        public byte[] Buffer { get; } = new byte[PacketLength + SrtpSuites.MaximumRtpOverhead];

        public int Next()
        {
            _sequence++;
            (Buffer[0], Buffer[2], Buffer[3]) = (0x80, (byte)(_sequence >> 8), (byte)_sequence);
            var length = PacketLength;
            seal?.Protect(Buffer, PacketLength, out length);
            return length;
        }
    }
}
