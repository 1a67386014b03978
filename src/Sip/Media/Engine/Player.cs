using Sip.Rtp;

namespace Sip.Media;

/// <summary>Plays a clip on one port, a frame every 20 ms counted from its beginning, so that it never drifts.</summary>
internal sealed class Player
{
    private const int SamplesPerFrame = Clip.FrameLength;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    // Later than this, frames are left out: a burst of old sound helps nobody.
    private static readonly TimeSpan MostLateness = TimeSpan.FromMilliseconds(100);

    private Clip? _clip;
    private long _frames;
    private long _next;
    private Instant _beganAt;
    private uint _timestamp;
    private bool _marker;

    /// <summary>The file that is to be played once it has been read.</summary>
    public string? Awaited { get; private set; }

    public bool AwaitedLoops { get; private set; }

    /// <summary>True while the path must be silent for what is played.</summary>
    public bool IsOn => _clip is not null || Awaited is not null;

    public Instant? Deadline => _clip is null ? null : _beganAt + _next * Step;

    public void Await(string announcement, bool loop)
    {
        Stop();
        Awaited = announcement;
        AwaitedLoops = loop;
    }

    public void Begin(Clip clip, long frames, PortSender sender, Instant now)
    {
        Stop();
        _clip = clip;
        _frames = frames;
        _next = 0;
        _beganAt = now;
        _timestamp = sender.NextTimestamp(8000, now);
        _marker = true;
    }

    public void Stop()
    {
        _clip = null;
        Awaited = null;
    }

    /// <summary>Sends the frame that is due, unless the stream is wanted for something else. True when that was the last.</summary>
    public bool Advance(PortSender sender, AudioCodec codec, byte payloadType, bool isSuppressed, Span<byte> buffer, Instant now)
    {
        if (_clip is null || Deadline > now)
            return false;

        while (now - (_beganAt + _next * Step) > MostLateness && _next < _frames - 1)
            _next++;

        if (!isSuppressed)
        {
            _clip.Frame((int)(_next % _clip.Frames), codec).CopyTo(buffer[RtpHeader.MinimumLength..]);
            sender.SendOwn(buffer, Clip.FrameLength, payloadType, _timestamp + (uint)(_next * SamplesPerFrame), _marker, now);
        }

        _marker = isSuppressed;
        _next++;
        if (_next < _frames)
            return false;

        Stop();
        return true;
    }
}
