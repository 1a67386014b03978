using Hal.Lamps;

namespace Hal.Emulation;

/// <summary>A front panel without hardware: remembers what it was last told and draws it as text for a terminal.</summary>
public sealed class EmulatedFrontPanel
{
    private readonly Lock _gate = new();
    private LampState _status = LampState.Dark;
    private LampState _line = LampState.Dark;
    private LampState _call = LampState.Dark;
    private string _sentence = "";

    /// <summary>Sets one lamp.</summary>
    public void Show(Lamp lamp, LampState state)
    {
        lock (_gate)
        {
            switch (lamp)
            {
                case Lamp.Status:
                    _status = state;
                    break;
                case Lamp.Line:
                    _line = state;
                    break;
                case Lamp.Call:
                    _call = state;
                    break;
            }
        }
    }

    /// <summary>Sets the sentence on the screen.</summary>
    public void Show(string sentence)
    {
        lock (_gate)
            _sentence = sentence;
    }

    /// <summary>The panel as one line of text at this moment: a lit lamp is <c>●</c>, a dark one <c>○</c>, each with its colour's name.</summary>
    public string Draw(TimeSpan now)
    {
        lock (_gate)
            return $"[STATUS {Draw(_status, now)}] [LINE {Draw(_line, now)}] [CALL {Draw(_call, now)}] {_sentence}";
    }

    private static string Draw(LampState state, TimeSpan now) =>
        state.Colour is LampColour.Off ? "○" : $"{(state.Pattern.IsLit(now) ? '●' : '○')} {state.Colour.ToString().ToUpperInvariant()}";
}
