namespace Sip.Rtp;

/// <summary>How far a leg trusts the source address of packets (RFC 7362).</summary>
public enum LatchPolicy
{
    /// <summary>
    /// A trunk: packets come from the signalled address and port, or, when they pass SRTP authentication, from another port of
    /// the same host. We send to the signalled address and nowhere else.
    /// </summary>
    Locked,

    /// <summary>A phone on our network: packets come from the signalled host; the port may turn out to be another one.</summary>
    Lan,

    /// <summary>A phone behind a NAT: the best source of the learning window wins.</summary>
    Nat,
}

/// <summary>What becomes of one RTP packet.</summary>
public enum LatchVerdict
{
    /// <summary>It is the peer's: use it.</summary>
    Accepted,

    /// <summary>Its source may become the peer; the packet itself is not used.</summary>
    Learning,

    /// <summary>It is not the peer's: drop it.</summary>
    Stranger,
}

/// <summary>
/// Learns which address a leg's RTP comes from and then holds on to it, against strangers who spray packets at our ports. A source
/// counts once it has sent <see cref="Run"/> packets of consecutive sequence numbers, one SSRC and a payload type we know. After
/// the window nothing moves the peer but a new offer or answer, or packets that passed SRTP authentication.
/// </summary>
/// <remarks>RTCP never comes here: it follows the RTP address (<see cref="AcceptsRtcp"/>) and moves nothing.</remarks>
public sealed class RtpLatch
{
    /// <summary>Consecutive packets that make a source credible.</summary>
    public const int Run = 4;

    /// <summary>How long, from the first packet on, a better source may still displace a worse one.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    private const int CandidateLimit = 8;

    private readonly Candidate[] _candidates = new Candidate[CandidateLimit];
    private readonly LatchPolicy _policy;
    private readonly bool _secure;

    private MediaAddress _signalled;
    private MediaAddress _signalling;
    private MediaAddress _learned;
    private uint _learnedSsrc;
    private MediaAddress _retired;
    private uint _retiredSsrc;
    private Rank _rank;
    private bool _sendingGranted;
    private Instant? _windowEnd;
    private MediaAddress _resumable;

    /// <summary>A latch that has heard nothing yet.</summary>
    /// <param name="policy">How much the leg trusts source addresses.</param>
    /// <param name="secure">True for an SRTP leg: only authenticated packets count.</param>
    public RtpLatch(LatchPolicy policy, bool secure)
    {
        _policy = policy;
        _secure = secure;
    }

    private enum Rank
    {
        None,
        Any,
        SamePort,
        SameHost,
        Exact,
    }

    /// <summary>True once the peer is fixed.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>The address packets are accepted from; unspecified until one is learned.</summary>
    public MediaAddress Learned => _learned;

    /// <summary>The address of the last offer or answer.</summary>
    public MediaAddress Signalled => _signalled;

    /// <summary>Packets dropped because they came from elsewhere.</summary>
    public long Strangers { get; private set; }

    /// <summary>How often the peer moved after it had been learned.</summary>
    public int Moves { get; private set; }

    /// <summary>
    /// Where to send RTP; unspecified when nowhere. A learned address is used only after <see cref="GrantSending"/>, and a poor
    /// guess only once the window has closed on it.
    /// </summary>
    public MediaAddress Target
    {
        get
        {
            var usable = _policy is not LatchPolicy.Locked && _sendingGranted && !_learned.IsUnspecified
                && (IsLocked || _rank >= Rank.SameHost);
            return _signalled.IsUnspecified || !usable ? _signalled : _learned;
        }
    }

    /// <summary>
    /// A new offer or answer. The same address again changes nothing, and neither does none at all (hold by 0.0.0.0);
    /// another address opens the window anew and shuts out what still arrives of the old stream.
    /// </summary>
    /// <param name="signalled">The address and port of the peer's SDP.</param>
    /// <param name="signalling">Where the peer's SIP comes from: a phone behind a NAT mostly sends its voice from the same host. Default: unknown.</param>
    public void Expect(MediaAddress signalled, MediaAddress signalling = default)
    {
        _signalling = signalling;
        if (signalled == _signalled)
            return;

        var before = _resumable;
        if (signalled.IsUnspecified)
        {
            _resumable = _signalled.IsUnspecified ? before : _signalled;
            _signalled = signalled;
            return;
        }

        _signalled = signalled;
        if (signalled == before)
            return;

        _resumable = default;
        Forget();
    }

    /// <summary>The call is answered or early media is granted: from now on a learned address may be sent to.</summary>
    public void GrantSending() => _sendingGranted = true;

    /// <summary>False when this source can never be accepted, whatever the packet: it need not even be decrypted.</summary>
    public bool IsEligible(MediaAddress source) => (IsLocked && source == _learned) || RankOf(source) is not Rank.None;

    /// <summary>Counts a packet dropped before <see cref="See"/>: not eligible, or not authentic.</summary>
    public void CountStranger() => Strangers++;

    /// <summary>True when RTCP from this source belongs to the leg. It never moves anything.</summary>
    public bool AcceptsRtcp(MediaAddress source) =>
        source.IsSameHost(_learned.IsUnspecified ? _signalled : _learned);

    /// <summary>Judges one RTP packet.</summary>
    /// <param name="source">Where it came from.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="ssrc">Its SSRC.</param>
    /// <param name="isKnownPayloadType">True when the leg has agreed on its payload type.</param>
    /// <param name="isAuthentic">True when it passed SRTP authentication.</param>
    /// <param name="now">The present.</param>
    public LatchVerdict See(MediaAddress source, ushort sequence, uint ssrc, bool isKnownPayloadType, bool isAuthentic, Instant now)
    {
        if (_secure && !isAuthentic)
            return Stranger();

        CloseWindow(now);
        if (IsLocked && source == _learned)
        {
            _learnedSsrc = ssrc;
            return LatchVerdict.Accepted;
        }

        var rank = RankOf(source);
        var mayMove = !IsLocked || _secure;
        if (rank is Rank.None || !mayMove || !isKnownPayloadType || IsLeftover(source, ssrc))
            return Stranger();

        _windowEnd ??= now + Window;
        if (Follow(source, sequence, ssrc, rank) >= Run && (IsLocked || rank > _rank))
            Adopt(source, ssrc, rank);

        // An authentic packet is the peer's wherever it comes from; only where we send to waits for a run of them.
        if (_secure || source == _learned || (rank is Rank.Exact && _rank is Rank.None))
            return LatchVerdict.Accepted;

        return _rank is Rank.None ? LatchVerdict.Learning : Stranger();
    }

    private LatchVerdict Stranger()
    {
        Strangers++;
        return LatchVerdict.Stranger;
    }

    private Rank RankOf(MediaAddress source)
    {
        if (source == _signalled)
            return Rank.Exact;
        if (source.IsSameHost(_signalled) && (_secure || _policy is not LatchPolicy.Locked))
            return Rank.SameHost;
        if (_policy is not LatchPolicy.Nat)
            return Rank.None;
        if (source.IsSameHost(_signalling))
            return Rank.SameHost;

        return source.Port == _signalled.Port ? Rank.SamePort : Rank.Any;
    }

    // Late packets of the stream before a re-INVITE must not win the new window.
    private bool IsLeftover(MediaAddress source, uint ssrc) =>
        !IsLocked && source == _retired && ssrc == _retiredSsrc && source != _signalled;

    private void Adopt(MediaAddress source, uint ssrc, Rank rank)
    {
        if (!_learned.IsUnspecified && _learned != source)
            Moves++;

        _learned = source;
        _learnedSsrc = ssrc;
        _rank = rank;
        IsLocked |= rank is Rank.Exact || _policy is not LatchPolicy.Nat;
        if (IsLocked)
            Array.Clear(_candidates);
    }

    private void CloseWindow(Instant now)
    {
        if (IsLocked || _windowEnd is not { } end || now < end)
            return;

        _retired = default;
        if (_rank is Rank.None)
            return;

        IsLocked = true;
        Array.Clear(_candidates);
    }

    private void Forget()
    {
        _retired = _learned;
        _retiredSsrc = _learnedSsrc;
        _learned = default;
        _rank = Rank.None;
        _windowEnd = null;
        IsLocked = false;
        Array.Clear(_candidates);
    }

    private int Follow(MediaAddress source, ushort sequence, uint ssrc, Rank rank)
    {
        ref var candidate = ref Find(source);
        var continues = candidate.Count > 0 && candidate.Ssrc == ssrc && sequence == (ushort)(candidate.Sequence + 1);
        candidate = new(source, ssrc, sequence, continues ? Math.Min(candidate.Count + 1, Run) : 1, rank);
        return candidate.Count;
    }

    // A crowd of sources cannot push out a better ranked one, nor one that is further along.
    private ref Candidate Find(MediaAddress source)
    {
        var worst = 0;
        for (var i = 0; i < _candidates.Length; i++)
        {
            if (_candidates[i].Source == source)
                return ref _candidates[i];
            if (_candidates[i].Worth < _candidates[worst].Worth)
                worst = i;
        }

        _candidates[worst] = default;
        return ref _candidates[worst];
    }

    private readonly record struct Candidate(MediaAddress Source, uint Ssrc, ushort Sequence, int Count, Rank Rank)
    {
        public int Worth => (int)Rank * (Run + 1) + Count;
    }
}
