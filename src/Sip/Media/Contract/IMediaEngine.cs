namespace Sip.Media;

/// <summary>The way to the media engine: its own process, a thread of this one, or a test's stand-in. Events come through the callback it was made with.</summary>
public interface IMediaEngine
{
    /// <summary>Hands over a command without waiting. False: the engine is out of reach, and an <see cref="MediaEvent.EngineLost"/> was or will be raised.</summary>
    bool Send(MediaCommand command);
}
