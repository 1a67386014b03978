namespace Appliance.Numbers;

/// <summary>Who is shown as the caller, in both directions.</summary>
public static class CallerIdentity
{
    /// <summary>The user and host of an address that tells nothing (RFC 3323 section 4.1.1.3).</summary>
    public const string AnonymousUser = "anonymous";

    /// <inheritdoc cref="AnonymousUser"/>
    public const string AnonymousHost = "anonymous.invalid";

    /// <summary>
    /// The caller shown toward a line: the first wish that the line owns, else the line's own number, else its account.
    /// Null: the line has neither, and nothing may leave by it (DESIGN law 4).
    /// </summary>
    /// <param name="line">What the line owns and wants.</param>
    /// <param name="wishes">Numbers to show, best first; those the line does not own are passed over.</param>
    /// <param name="withheld">The caller asks not to be shown. Not heard by Twilio, which refuses a From without a number, and never on emergency calls.</param>
    public static OutboundCaller? Toward(CallerLine line, IEnumerable<PhoneNumber?> wishes, bool withheld)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(wishes);
        var number = wishes.FirstOrDefault(wish => wish is not null && line.Owned.Contains(wish)) ?? line.Own;
        var written = number?.Write(line.Format, line.Country);
        return (written, line.Account, withheld && line.CanWithhold) switch
        {
            (null, null, _) => null,
            ({ } text, _, true) => new(number) { FromUser = AnonymousUser, FromHost = AnonymousHost, FromName = "Anonymous", AssertedUser = text, Privacy = "id" },
            ({ } text, { } account, _) when line.NumberIsAsserted => new(number) { FromUser = account, AssertedUser = text, IsShownAgainstWish = withheld },
            ({ } text, _, _) => new(number) { FromUser = text, IsShownAgainstWish = withheld },
            (null, { } account, var hidden) => new(null) { FromUser = account, Privacy = hidden ? "id" : null, IsShownAgainstWish = withheld && !hidden },
        };
    }

    /// <summary>What a phone or a PBX in the office shows of a caller from outside.</summary>
    public static ShownCaller Inward(InboundCaller caller, NumberFormat format, string country)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller switch
        {
            InboundCaller.Known known => new(known.Number.Write(format, country), known.Name, IsWithheld: false),
            InboundCaller.Other other => new(other.Text, other.Name, IsWithheld: false),
            _ => new(AnonymousUser, "Anonymous", IsWithheld: true),
        };
    }
}

/// <summary>What caller identity must know of a line.</summary>
public sealed record CallerLine
{
    /// <summary>The numbers owned on the line.</summary>
    public ValueList<PhoneNumber> Owned { get; init; } = [];

    /// <summary>The number shown when no wish can be met, or null.</summary>
    public PhoneNumber? Own { get; init; }

    /// <summary>The account's user name, from which the provider itself knows the number; null where a number must be told (Twilio).</summary>
    public string? Account { get; init; }

    /// <summary>True: the account stands in From and the number in P-Asserted-Identity.</summary>
    public bool NumberIsAsserted { get; init; }

    /// <summary>True: the provider understands RFC 3323 and 3325.</summary>
    public bool CanWithhold { get; init; }

    /// <summary>How the provider wants numbers.</summary>
    public NumberFormat Format { get; init; } = NumberFormat.PlusE164;

    /// <summary>The office's country, for <see cref="NumberFormat.National"/>.</summary>
    public string Country { get; init; } = "";
}

/// <summary>The caller as written into an INVITE toward a line.</summary>
/// <param name="Number">The owned number behind it, or null where the account stands for it.</param>
public sealed record OutboundCaller(PhoneNumber? Number)
{
    /// <summary>The user part of From.</summary>
    public required string FromUser { get; init; }

    /// <summary>The host of From, or null: the line's own.</summary>
    public string? FromHost { get; init; }

    /// <summary>The display name of From; empty: none. Names of people in the office do not leave it.</summary>
    public string FromName { get; init; } = "";

    /// <summary>The user part of P-Asserted-Identity, or null: no such header (RFC 3325).</summary>
    public string? AssertedUser { get; init; }

    /// <summary>The value of Privacy, or null: no such header (RFC 3323).</summary>
    public string? Privacy { get; init; }

    /// <summary>True: the caller asked not to be shown, and this line cannot hide anybody.</summary>
    public bool IsShownAgainstWish { get; init; }
}

/// <summary>A caller as a phone in the office shows it.</summary>
/// <param name="User">The user part of From: the number in the office's own form, or "anonymous".</param>
/// <param name="Name">The display name, or empty.</param>
/// <param name="IsWithheld">True: From carries <see cref="CallerIdentity.AnonymousHost"/> and Privacy: id.</param>
public sealed record ShownCaller(string User, string Name, bool IsWithheld);
