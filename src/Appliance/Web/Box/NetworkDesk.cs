using System.Net;
using Appliance.Access;
using Appliance.DialPlans;
using Appliance.FrontPanel;
using Appliance.Network;
using Appliance.Web.Settings;

namespace Appliance.Web.Box;

/// <summary>What became of a wish that concerns the box's address.</summary>
internal abstract record NetworkAnswer
{
    private NetworkAnswer()
    {
    }

    /// <summary>It can be done, or is done.</summary>
    public sealed record Good(AddressWish Wish) : NetworkAnswer;

    /// <summary>Fields are wrong.</summary>
    public sealed record Unfit(IReadOnlyDictionary<string, ExplanationStep> Troubles) : NetworkAnswer;

    /// <summary>It cannot be done now; its sentences are <c>web.CODE</c> and <c>web.CODE.remedy</c>.</summary>
    public sealed record No(string Code, params string[] Values) : NetworkAnswer;
}

/// <summary>The network by page and API: what there is, and another address on trial.</summary>
internal sealed class NetworkDesk(SiteParts parts, AccessDesk access)
{
    /// <summary>Where the page of the network is.</summary>
    public const string Home = "/box/network";

    /// <summary>How long the outcome of a trial is told.</summary>
    private static readonly TimeSpan News = TimeSpan.FromHours(1);

    /// <summary>The network as it is.</summary>
    public NetworkFact Fact => parts.Network() ?? new NetworkFact();

    /// <summary>The ports and what else the settings say of the network.</summary>
    public Configuration.NetworkConfig Settings => parts.Settings.Current.Config.Network;

    /// <summary>How many calls go on.</summary>
    public int Calls => parts.Live.Now.Calls.Count;

    /// <summary>Where whoever logs in is led while an address is on trial, since it ends soon; else null.</summary>
    public string? Landing() => parts.Addresses?.Current.Now is null ? null : Home;

    /// <summary>The network as it is told.</summary>
    public NetworkView View()
    {
        var fact = Fact;
        var trials = parts.Addresses?.Current ?? AddressTrials.None;
        var now = parts.Addresses?.Elapsed ?? default;
        return new(
            fact.CanChange,
            fact.Card,
            fact.HasLink,
            fact.LinkSpeed,
            fact.HardwareAddress,
            fact.Address?.ToString(),
            fact.PrefixLength,
            fact.Gateway?.ToString(),
            fact.NameServer?.ToString(),
            fact.Switch,
            AddressView.Of(fact.Wish),
            trials.Now is { } trial ? new(trial.Number, AddressView.Of(trial.Wish), AddressView.Of(trial.Before), trial.SecondsLeft(now), trial.IsInUse) : null,
            trials is { Now: null, Last: { } last } && now - last.At < News ? new(last.Trial.Number, AddressView.Of(last.Trial.Wish), CodeOf(last.End), last.Why) : null,
            Calls);
    }

    /// <summary>Names what is set now, so that a form knows when somebody else has changed it.</summary>
    public string Mark => MarkOf(parts.Settings.Current.Config.Network.Address.Wish);

    /// <summary>Whether this address can be tried.</summary>
    /// <param name="form">What was typed.</param>
    /// <param name="mark">What was set when the form was shown; null: whatever there is.</param>
    public NetworkAnswer Check(AddressForm form, string? mark)
    {
        if (parts.Addresses is not { } addresses || !Fact.CanChange)
            return new NetworkAnswer.No("network.elsewhere");
        if (addresses.Current.Now is { } other)
            return new NetworkAnswer.No("network.busy", AddressDesk.Describe(other.Wish));
        if (mark is not null && mark != Mark)
            return new NetworkAnswer.No("network.changed-meanwhile", AddressDesk.Describe(Settings.Address.Wish));
        if (form.Read(out var troubles) is not { } wish)
            return new NetworkAnswer.Unfit(troubles);
        return wish == Settings.Address.Wish ? new NetworkAnswer.No("network.same") : new NetworkAnswer.Good(wish);
    }

    /// <summary>Tries it.</summary>
    /// <param name="form">What was typed.</param>
    /// <param name="mark">As in <see cref="Check"/>.</param>
    /// <param name="endsCalls">Calls going on may end by it.</param>
    /// <param name="by">Who asks.</param>
    public NetworkAnswer Try(AddressForm form, string? mark, bool endsCalls, Asker by)
    {
        if (Check(form, mark) is not NetworkAnswer.Good { Wish: var wish } good)
            return Check(form, mark);
        if (Calls > 0 && !endsCalls)
            return new NetworkAnswer.No("network.calls", SettingsWords.Text(Calls));
        switch (parts.Addresses!.Try(wish))
        {
            case TryOutcome.Begun:
                access.Tell(by.Who, by.From, AuditFact.AddressTried, AddressDesk.Describe(wish));
                return good;
            case TryOutcome.Busy { Trial: var other }:
                return new NetworkAnswer.No("network.busy", AddressDesk.Describe(other.Wish));
            case TryOutcome.Same:
                return new NetworkAnswer.No("network.same");
            default:
                return new NetworkAnswer.No("network.settings");
        }
    }

    /// <summary>Keeps the address on trial, for somebody who has reached the box at it.</summary>
    /// <param name="number">Which trial.</param>
    /// <param name="reached">The address the request came in at.</param>
    /// <param name="by">Who asks.</param>
    public NetworkAnswer Keep(int number, IPAddress? reached, Asker by)
    {
        if (parts.Addresses is not { Current.Now: { } trial } addresses || trial.Number != number)
            return new NetworkAnswer.No("network.over");
        var own = trial.Wish.Fixed?.Address ?? Fact.Address;
        if (!trial.IsInUse || own is null || reached is null || !own.MapToIPv6().Equals(reached.MapToIPv6()))
            return new NetworkAnswer.No("network.not-reached");
        switch (addresses.Keep(number))
        {
            case KeepOutcome.Kept:
                access.Tell(by.Who, by.From, AuditFact.AddressKept, AddressDesk.Describe(trial.Wish));
                return new NetworkAnswer.Good(trial.Wish);
            case KeepOutcome.NotWritten:
                return new NetworkAnswer.No("network.not-written");
            default:
                return new NetworkAnswer.No("network.over");
        }
    }

    /// <summary>Gives the address on trial up.</summary>
    public NetworkAnswer GiveUp(int number, Asker by)
    {
        if (parts.Addresses is not { Current.Now: { } trial } addresses || trial.Number != number || !addresses.GiveUp(number))
            return new NetworkAnswer.No("network.over");
        access.Tell(by.Who, by.From, AuditFact.AddressGivenUp, AddressDesk.Describe(trial.Wish));
        return new NetworkAnswer.Good(trial.Before);
    }

    /// <summary>Where this page will be with that address, seen from the request's own; null: nobody knows before.</summary>
    public static string? PlaceOf(AddressView wish, HttpContext context)
    {
        if (wish.Address is null)
            return null;
        var own = context.Request;
        return $"{own.Scheme}://{wish.Address}{(own.Host.Port is { } port ? $":{SettingsWords.Text(port)}" : "")}{Home}";
    }

    private static string MarkOf(AddressWish wish) =>
        $"{(wish.Fixed is { } own ? $"{own.Address}/{own.PrefixLength} {own.Gateway} {own.NameServer}" : "dhcp")} {SettingsWords.Text(wish.Vlan ?? 0)}";

    private static string CodeOf(TrialEnd end) => end switch
    {
        TrialEnd.Kept => "kept",
        TrialEnd.GivenUp => "given-up",
        TrialEnd.NotKept => "not-kept",
        TrialEnd.NotTaken => "not-taken",
        _ => "overtaken",
    };
}
