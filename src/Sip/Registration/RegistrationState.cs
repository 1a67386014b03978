namespace Sip.Registration;

/// <summary>Why a registration does not stand.</summary>
public enum RegistrationFault
{
    /// <summary>No answer, or no way to the registrar.</summary>
    NoAnswer,

    /// <summary>The registrar refused our proof of identity: user name or password is wrong.</summary>
    WrongPassword,

    /// <summary>The registrar said no.</summary>
    Refused,

    /// <summary>The registrar has trouble of its own (5xx, 408, 429).</summary>
    Trouble,
}

/// <summary>A failure and the status it came with, 0 without one.</summary>
public sealed record RegistrationFailure(RegistrationFault Fault, int StatusCode);

/// <summary>How our registration with a provider stands.</summary>
public abstract record RegistrationState
{
    private RegistrationState()
    {
    }

    /// <summary>Nothing is registered and nothing is wanted.</summary>
    public sealed record Off : RegistrationState;

    /// <summary>A REGISTER is on its way.</summary>
    /// <param name="Until">Until when an earlier registration still stands, or null.</param>
    /// <param name="GiveUpAt">When no answer will come any more.</param>
    public sealed record Registering(Instant? Until, Instant GiveUpAt) : RegistrationState;

    /// <summary>The provider knows where we are.</summary>
    public sealed record Registered(Instant Until, Instant RefreshAt) : RegistrationState;

    /// <summary>It failed; the next attempt waits.</summary>
    /// <param name="Failure">What went wrong last.</param>
    /// <param name="RetryAt">When to try again.</param>
    /// <param name="Until">Until when an earlier registration still stands, or null.</param>
    public sealed record Failing(RegistrationFailure Failure, Instant RetryAt, Instant? Until) : RegistrationState;

    /// <summary>The REGISTER that takes our contact back is on its way.</summary>
    /// <param name="GiveUpAt">When no answer will come any more.</param>
    /// <param name="Then">The contact to register after it, or null to stay off.</param>
    public sealed record Leaving(Instant GiveUpAt, string? Then) : RegistrationState;

    /// <summary>When something is to be done without input.</summary>
    public Instant? Deadline => this switch
    {
        Registering state => state.GiveUpAt,
        Registered state => state.RefreshAt,
        Failing state => state.RetryAt,
        Leaving state => state.GiveUpAt,
        _ => null,
    };

    /// <summary>True while the provider sends calls to us, as far as we can know.</summary>
    public bool IsStanding(Instant now) => this switch
    {
        Registered state => now < state.Until,
        Registering state => now < state.Until,
        Failing state => now < state.Until,
        _ => false,
    };
}
