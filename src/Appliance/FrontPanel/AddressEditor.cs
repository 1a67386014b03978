namespace Appliance.FrontPanel;

/// <summary>An entry of the list in which an address is changed.</summary>
public enum AddressEntry
{
    /// <summary>DHCP or fixed.</summary>
    Method,

    /// <summary><see cref="AddressField.Address"/>.</summary>
    Address,

    /// <summary><see cref="AddressField.Mask"/>.</summary>
    Mask,

    /// <summary><see cref="AddressField.Gateway"/>.</summary>
    Gateway,

    /// <summary><see cref="AddressField.NameServer"/>.</summary>
    NameServer,

    /// <summary><see cref="AddressField.Vlan"/>.</summary>
    Vlan,

    /// <summary>On to the question whether this is meant.</summary>
    Save,

    /// <summary>Leave everything as it was.</summary>
    Cancel,
}

/// <summary>Where somebody is who changes an address.</summary>
public abstract record AddressPlace
{
    private AddressPlace()
    {
    }

    /// <summary>In the list.</summary>
    public sealed record List(AddressEntry Marked) : AddressPlace;

    /// <summary>At a digit of a field.</summary>
    /// <param name="Field">Which field.</param>
    /// <param name="Place">Which digit, from the left, from 0.</param>
    /// <param name="Before">What going back restores.</param>
    public sealed record Digits(AddressField Field, int Place, AddressDraft Before) : AddressPlace;

    /// <summary>Being told what is wrong.</summary>
    public sealed record Refused(AddressFault Fault) : AddressPlace;

    /// <summary>Being asked whether the new values are meant.</summary>
    /// <param name="IsYes">Which answer is marked; no, at first.</param>
    public sealed record Confirming(bool IsYes) : AddressPlace;
}

/// <summary>Changing an address with buttons: a fold over actions. Nothing is changed before the last yes.</summary>
/// <param name="Draft">What is written so far.</param>
/// <param name="Place">Where somebody is.</param>
public sealed record AddressEditor(AddressDraft Draft, AddressPlace Place)
{
    /// <summary>Begins at the top of the list.</summary>
    public static AddressEditor Begin(NetworkFact network) => new(AddressDraft.Of(network), new AddressPlace.List(AddressEntry.Method));

    /// <summary>The entries of the list now: a DHCP address has no digits.</summary>
    public IReadOnlyList<AddressEntry> Entries => Draft.IsFixed
        ? Enum.GetValues<AddressEntry>()
        : [AddressEntry.Method, AddressEntry.Vlan, AddressEntry.Save, AddressEntry.Cancel];

    /// <summary>What buttons mean here.</summary>
    public PanelMode Mode => Place is AddressPlace.Digits ? PanelMode.Digits : PanelMode.Menu;

    /// <summary>What follows; a null editor is the end, and the wish, if any, is what has been confirmed.</summary>
    public (AddressEditor? Next, AddressWish? Wish) Handle(PanelAction action) => Place switch
    {
        AddressPlace.List list => InList(list.Marked, action),
        AddressPlace.Digits digits => (InDigits(digits, action), null),
        AddressPlace.Confirming question => InQuestion(question, action),
        AddressPlace.Refused refused => (At(EntryOf(AddressDraftCheck.FieldOf(refused.Fault))), null),
        _ => (this, null),
    };

    private (AddressEditor? Next, AddressWish? Wish) InList(AddressEntry marked, PanelAction action) => (action, marked) switch
    {
        (PanelAction.Back, _) => (null, null),
        (PanelAction.Up or PanelAction.Previous, _) => (Move(marked, -1), null),
        (PanelAction.Down or PanelAction.Next, _) => (Move(marked, 1), null),
        (_, AddressEntry.Method) => (this with { Draft = Draft with { IsFixed = !Draft.IsFixed } }, null),
        (_, AddressEntry.Cancel) => (null, null),
        (_, AddressEntry.Save) => (Save(), null),
        _ => (this with { Place = new AddressPlace.Digits(FieldOf(marked), 0, Draft) }, null),
    };

    private AddressEditor InDigits(AddressPlace.Digits at, PanelAction action) => action switch
    {
        PanelAction.Up => this with { Draft = Draft.Step(at.Field, at.Place, 1) },
        PanelAction.Down => this with { Draft = Draft.Step(at.Field, at.Place, -1) },
        PanelAction.Next when at.Place + 1 < AddressDraft.Places(at.Field) => this with { Place = at with { Place = at.Place + 1 } },
        PanelAction.Previous when at.Place > 0 => this with { Place = at with { Place = at.Place - 1 } },
        PanelAction.Previous => At(EntryOf(at.Field)),
        PanelAction.Back => this with { Draft = at.Before, Place = new AddressPlace.List(EntryOf(at.Field)) },
        _ => Move(EntryOf(at.Field), 1),
    };

    private (AddressEditor? Next, AddressWish? Wish) InQuestion(AddressPlace.Confirming question, PanelAction action) => (action, question.IsYes) switch
    {
        (PanelAction.Choose, true) => (null, Draft.ToWish()),
        (PanelAction.Choose or PanelAction.Back, _) => (At(AddressEntry.Save), null),
        _ => (this with { Place = new AddressPlace.Confirming(!question.IsYes) }, null),
    };

    private AddressEditor Save() =>
        this with { Place = AddressDraftCheck.Find(Draft) is { } fault ? new AddressPlace.Refused(fault) : new AddressPlace.Confirming(IsYes: false) };

    private AddressEditor At(AddressEntry entry) => this with { Place = new AddressPlace.List(entry) };

    private AddressEditor Move(AddressEntry from, int by)
    {
        var entries = Entries.ToList();
        return At(entries[(entries.IndexOf(from) + by + entries.Count) % entries.Count]);
    }

    private static AddressField FieldOf(AddressEntry entry) => entry switch
    {
        AddressEntry.Address => AddressField.Address,
        AddressEntry.Mask => AddressField.Mask,
        AddressEntry.Gateway => AddressField.Gateway,
        AddressEntry.NameServer => AddressField.NameServer,
        _ => AddressField.Vlan,
    };

    private static AddressEntry EntryOf(AddressField field) => field switch
    {
        AddressField.Address => AddressEntry.Address,
        AddressField.Mask => AddressEntry.Mask,
        AddressField.Gateway => AddressEntry.Gateway,
        AddressField.NameServer => AddressEntry.NameServer,
        _ => AddressEntry.Vlan,
    };
}
