using Appliance.Trunks;

namespace Appliance.Calls;

/// <summary>Why somebody is turned away before a call begins, as the log writes it. Pages say it by its code.</summary>
public static class TurnAwayReasons
{
    /// <summary>Without encryption, from an address outside the office.</summary>
    public const string InClear = "it came in clear from outside the office";

    /// <summary>Twenty wrong passwords in a minute.</summary>
    public const string TooManyWrong = "too many wrong passwords from this address; it has to wait";

    /// <summary>A user name or password that does not fit.</summary>
    public const string WrongPassword = "its user name or password is wrong";

    /// <summary>Without encryption, to an account that demands it.</summary>
    public const string TlsOnly = "this account is for TLS only";

    /// <summary>A PBX that is not to register.</summary>
    public const string DoesNotRegister = "this account does not register";

    /// <summary>The settings changed meanwhile.</summary>
    public const string NoAccount = "the account is no longer in the settings";

    /// <summary>A call as from one of our lines that does not prove it.</summary>
    public static string NotBelieved(string line, Distrust why) => $"{NotBelievedStart}{line} is not believed: {why}";

    private const string NotBelievedStart = "a call that came as from ";

    /// <summary>A short name of the reason, or <c>other</c>.</summary>
    public static string CodeOf(string why) => why switch
    {
        InClear => "in-clear",
        TooManyWrong => "too-many-wrong",
        WrongPassword => "wrong-password",
        TlsOnly => "tls-only",
        DoesNotRegister => "does-not-register",
        NoAccount => "no-account",
        _ when why.StartsWith(NotBelievedStart, StringComparison.Ordinal) => "not-believed",
        _ => "other",
    };
}
