using Appliance.Access;

namespace Appliance.Web;

/// <summary>What became of somebody's wish to be let in.</summary>
internal abstract record AccessOutcome
{
    private AccessOutcome()
    {
    }

    /// <summary>Logged in.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="Key">For its cookie.</param>
    /// <param name="Browser">For the cookie of a browser that has logged in before.</param>
    public sealed record LoggedIn(Session Session, string Key, string Browser) : AccessOutcome
    {
        public override string ToString() => nameof(LoggedIn);
    }

    /// <summary>The PIN was right; this key is for the visitor's cookie.</summary>
    public sealed record Admitted(string Key) : AccessOutcome
    {
        public override string ToString() => nameof(Admitted);
    }

    /// <summary>The passphrase stands, but is to be given once more over TLS.</summary>
    public sealed record ClaimedInTheClear : AccessOutcome;

    /// <summary>Not right.</summary>
    public sealed record Wrong(int TriesLeft) : AccessOutcome;

    /// <summary>The passphrase will not do.</summary>
    public sealed record Unfit(PassphraseFault Fault) : AccessOutcome;

    /// <summary>Not yet.</summary>
    public sealed record Wait(TimeSpan Time) : AccessOutcome;

    /// <summary>There is nobody's passphrase to compare with.</summary>
    public sealed record NoOwner : AccessOutcome;

    /// <summary>There is one already.</summary>
    public sealed record HasOwner : AccessOutcome;

    /// <summary>Whoever asks is not, or no longer, the visitor.</summary>
    public sealed record NoVisitor : AccessOutcome;

    /// <summary>It could not be kept.</summary>
    public sealed record NotKept : AccessOutcome;
}
