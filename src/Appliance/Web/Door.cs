namespace Appliance.Web;

/// <summary>Whom a route lets in. One that says nothing is <see cref="Closed"/>.</summary>
/// <param name="NeedsCaller">Only somebody who is logged in, or a machine with a token.</param>
/// <param name="NeedsPerson">Only somebody who is logged in.</param>
/// <param name="NeedsTls">Only over TLS, where the box has it.</param>
/// <param name="NeedsSeal">What changes something needs the form's seal.</param>
internal sealed record Door(bool NeedsCaller, bool NeedsPerson, bool NeedsTls, bool NeedsSeal)
{
    /// <summary>A machine whose token may only read is not let in to look either. It never is to change anything.</summary>
    public bool NeedsChange { get; init; }

    /// <summary>Somebody logged in or a machine; to change something, not a machine whose token may only read.</summary>
    public static readonly Door Closed = new(NeedsCaller: true, NeedsPerson: false, NeedsTls: true, NeedsSeal: true);

    /// <summary>Somebody logged in.</summary>
    public static readonly Door People = Closed with { NeedsPerson = true };

    /// <summary>Somebody logged in, or a machine whose token may change settings.</summary>
    public static readonly Door Settings = Closed with { NeedsChange = true };

    /// <summary>Anybody: what has no secret, and the claim.</summary>
    public static readonly Door Open = new(NeedsCaller: false, NeedsPerson: false, NeedsTls: false, NeedsSeal: true);

    /// <summary>Anybody, over TLS: the login.</summary>
    public static readonly Door OpenOverTls = Open with { NeedsTls = true };

    /// <summary>Anybody, over TLS, with a passphrase in a document that no form can send.</summary>
    public static readonly Door OpenToPrograms = OpenOverTls with { NeedsSeal = false };

    /// <summary>The route has a rule of its own (<see cref="PanelAccess"/>).</summary>
    public static readonly Door OwnRule = Open with { NeedsSeal = false };
}
