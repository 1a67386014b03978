namespace Appliance.Setup;

/// <summary>Set-up mode as lamps, screen and page show it. The PIN is for the screen at the box only.</summary>
/// <param name="IsClaimed">True when the box has an owner's passphrase.</param>
/// <param name="Window">The open window, or null.</param>
public sealed record SetupView(bool IsClaimed, SetupWindow? Window)
{
    /// <summary>A new box before its first window.</summary>
    public static readonly SetupView Fresh = new(false, null);
}

/// <summary>The window in which somebody standing at the box may claim or reset it.</summary>
/// <param name="Pin">The one-time PIN: Crockford base 32, shown on the screen and nowhere else. Null when it is used up.</param>
/// <param name="Until">When the window closes, on the monotonic clock.</param>
/// <param name="TriesLeft">How often the PIN may still be tried.</param>
/// <param name="Reason">Why it is open.</param>
/// <param name="IsVisited">True when somebody has entered with the PIN and is at work.</param>
public sealed record SetupWindow(string? Pin, TimeSpan Until, int TriesLeft, SetupReason Reason, bool IsVisited)
{
    /// <summary>Stands for a PIN where it must not be seen: in a picture of the panel.</summary>
    public const string HiddenPin = "******";

    /// <inheritdoc/>
    public override string ToString() => $"SetupWindow {{ Until = {Until}, TriesLeft = {TriesLeft}, Reason = {Reason}, IsVisited = {IsVisited} }}";
}

/// <summary>Why set-up mode is open.</summary>
public enum SetupReason
{
    /// <summary>The box has no owner yet.</summary>
    Unclaimed,

    /// <summary>Somebody held the button for three seconds.</summary>
    Asked,

    /// <summary>The password is forgotten: the button was held for ten seconds, or the file lay on the card.</summary>
    PasswordForgotten,
}
