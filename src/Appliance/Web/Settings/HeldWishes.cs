using Appliance.Configuration;
using Sip;

namespace Appliance.Web.Settings;

/// <summary>
/// Changes that somebody was shown and has yet to decide on. They stay in the box and not in the page, so that exactly what was shown is
/// applied and a secret that belongs to it is not sent back. Few, and gone with the program.
/// </summary>
internal sealed class HeldWishes(ITokenSource tokens)
{
    private const int Most = 32;

    private readonly Lock _gate = new();
    private readonly Queue<(string Number, Held Wish)> _all = new();

    /// <summary>A change that is held.</summary>
    /// <param name="Wish">What is wanted.</param>
    /// <param name="Seen">The settings it was shown against.</param>
    /// <param name="Back">The page it came from.</param>
    /// <param name="Who">Whose it is.</param>
    internal sealed record Held(SettingsWish Wish, SettingsMark Seen, string Back, string Who);

    /// <summary>Holds one; its number is for the form.</summary>
    public string Hold(Held wish)
    {
        var number = tokens.Hex(16);
        lock (_gate)
        {
            _all.Enqueue((number, wish));
            while (_all.Count > Most)
                _all.Dequeue();
        }

        return number;
    }

    /// <summary>The one of this number, if it belongs to whoever asks.</summary>
    public Held? Find(string number, string who)
    {
        lock (_gate)
            return _all.FirstOrDefault(one => one.Number == number && one.Wish.Who == who).Wish;
    }
}
