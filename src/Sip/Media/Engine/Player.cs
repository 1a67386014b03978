using Sip.Rtp;
using Sip.Rtp.Audio;

namespace Sip.Media;

/// <summary>Plays a file or a tone on one port, a frame every 20 ms counted from its beginning, so that it never drifts.</summary>
internal sealed class Player
{
    private const int ClockRate = 8000;
    private const int FrameLength = ClockRate / 50;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    // Later than this, frames are left out: a burst of old sound helps nobody.
    private static readonly TimeSpan MostLateness = TimeSpan.FromMilliseconds(100);

    private bool _isPlaying;
    private WavFile? _file;
    private Tone _tone;
    private long _frames;
    private long _next;
    private Instant _beganAt;
    private uint _timestamp;
    private bool _marker;

    /// <summary>The file that is to be played once it has been read.</summary>
    public string? Awaited { get; private set; }

    public bool AwaitedLoops { get; private set; }

    /// <summary>True while the path must be silent for what is played.</summary>
    public bool IsOn => _isPlaying || Awaited is not null;

    public Instant? Deadline => _isPlaying ? _beganAt + _next * Step : null;

    public void Await(string announcement, bool loop)
    {
        Stop();
        Awaited = announcement;
        AwaitedLoops = loop;
    }

    public void Begin(WavFile file, bool loop, PortSender sender, Instant now)
    {
        _file = file;
        Begin(loop ? long.MaxValue : FramesOf(file), sender, now);
    }

    public void Begin(Tone tone, TimeSpan duration, PortSender sender, Instant now)
    {
        _file = null;
        _tone = tone;
        Begin((duration.Ticks + Step.Ticks - 1) / Step.Ticks, sender, now);
    }

    public void Stop()
    {
        _isPlaying = false;
        Awaited = null;
    }

    /// <summary>Sends the frame that is due, unless the stream is wanted for something else. True when that was the last.</summary>
    public bool Advance(PortSender sender, PortSettings settings, bool isSuppressed, Span<byte> buffer, Instant now)
    {
        if (Deadline is not { } due || due > now)
            return false;

        while (now - Deadline > MostLateness && _next < _frames - 1)
            _next++;

        Fill(settings.Codec is AudioCodec.Pcma ? G711Law.A : G711Law.Mu, buffer.Slice(RtpHeader.MinimumLength, FrameLength));
        if (!isSuppressed)
            sender.SendOwn(buffer, FrameLength, settings.SendPayloadType, _timestamp + (uint)(_next * FrameLength), _marker, now);

        _marker = isSuppressed;
        _next++;
        if (_next < _frames)
            return false;

        Stop();
        return true;
    }

    private static long FramesOf(WavFile file) => (file.SampleCount + FrameLength - 1) / FrameLength;

    private void Begin(long frames, PortSender sender, Instant now)
    {
        Awaited = null;
        _isPlaying = true;
        _frames = frames;
        _next = 0;
        _beganAt = now;
        _timestamp = sender.NextTimestamp(ClockRate, now);
        _marker = true;
    }

    private void Fill(G711Law law, Span<byte> frame)
    {
        if (_file is null)
            _tone.Fill(law, frame);
        else
            _file.Read((int)(_next % FramesOf(_file)) * FrameLength, law, frame);
    }
}
