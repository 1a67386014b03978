using Appliance.FrontPanel;
using Hal.Buttons;
using Hal.Emulation;

namespace Appliance.Hosting;

/// <summary>The panel as page and terminal show it.</summary>
/// <param name="Panel">The panel itself where it is a simulated one; otherwise a picture of it.</param>
/// <param name="Source">As whom its viewers press: at the panel, or at a picture of it.</param>
/// <param name="Language">The office's language.</param>
/// <param name="Meanings">What its lamps mean to say now.</param>
/// <param name="Elapsed">The monotonic clock of presses.</param>
public sealed record ShownPanel(EmulatedFrontPanel Panel, ButtonSource Source, Func<string> Language, Func<LampMeanings> Meanings, Func<TimeSpan> Elapsed);
