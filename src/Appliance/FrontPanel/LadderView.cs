namespace Appliance.FrontPanel;

/// <summary>The three depths of the recovery ladder (product.md 3.4).</summary>
public enum RecoveryStep
{
    /// <summary>3 s: set-up mode with a new PIN.</summary>
    SetupMode,

    /// <summary>10 s: the password is forgotten.</summary>
    ForgotPassword,

    /// <summary>20 s, and pressed again within 5 s: everything is erased.</summary>
    EraseEverything,
}

/// <summary>The recovery ladder as the screen shows it while somebody is on it.</summary>
public abstract record LadderView
{
    private LadderView()
    {
    }

    /// <summary>The button is down.</summary>
    /// <param name="Reached">What letting go now does; null: nothing.</param>
    /// <param name="Next">What holding on leads to; null: nothing further, let go.</param>
    /// <param name="Seconds">Whole seconds until <paramref name="Next"/>, rounded up; 0 when there is none.</param>
    public sealed record Holding(RecoveryStep? Reached, RecoveryStep? Next, int Seconds) : LadderView;

    /// <summary>Let go after 20 s: pressed once more now, everything is erased.</summary>
    /// <param name="Seconds">Whole seconds left to do so, rounded up: 5 to 1.</param>
    public sealed record Confirming(int Seconds) : LadderView;
}
