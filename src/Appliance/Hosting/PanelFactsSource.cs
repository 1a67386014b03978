using Appliance.Calls;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Health;
using Appliance.Setup;
using Appliance.Trunks;

namespace Appliance.Hosting;

/// <summary>Gathers what the panel knows of the box. Reads snapshots alone, so that anybody may ask at any time.</summary>
internal sealed class PanelFactsSource(
    SettingsStore settings, LiveState live, Func<NetworkFact> network, Func<ValueList<Problem>> problems, Func<SetupView> setup, TimeProvider time)
{
    /// <summary>Below it nearly everybody is dissatisfied (ITU-T G.107 annex B: R = 60).</summary>
    private const double PoorVoice = 3.1;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly WallClock _clock = new(time);
    private volatile BootProgress _boot = new(BootStep.Starting);

    /// <summary>How far the start is.</summary>
    public BootStep Boot
    {
        get => _boot.Step;
        set => _boot = new BootProgress(value);
    }

    /// <summary>The facts of this moment.</summary>
    public PanelFacts Now()
    {
        var config = settings.Current.Config;
        var now = live.Now;
        return new PanelFacts
        {
            Boot = _boot,
            Name = config.Office.Name,
            Language = config.Office.Language,
            Version = BoxVersion.Text,
            Clock = _clock.Text,
            Setup = setup(),
            Lines = ValueList.Create<LineFact>([.. config.Trunks.Where(trunk => trunk.Enabled).Select(trunk => LineOf(trunk, now))]),
            Phones = ValueList.Create<PhoneFact>([.. PhonesOf(config, now)]),
            Calls = ValueList.Create<CallFact>([.. now.Calls.Values.OrderBy(call => call.Began).Select(FactOf)]),
            Emergency = EmergencyOf(now),
            Network = network() with { PagePort = config.Network.WebPort },
            Problems = problems(),
        };
    }

    /// <summary>When the facts change by time alone: the next minute of the clock.</summary>
    public TimeSpan Deadline => live.Elapsed + Minute - TimeSpan.FromTicks(time.GetUtcNow().Ticks % Minute.Ticks);

    private static LineFact LineOf(TrunkConfig trunk, LiveSnapshot now)
    {
        var live = now.Trunks.GetValueOrDefault(trunk.Id) ?? new LiveTrunk(TrunkHealth.Unknown, "");
        var name = $"trunk:{trunk.Id}";
        var sounds = now.Calls.Values.Where(call => call.Origin == name || call.Target == name).Select(call => call.MeanOpinion);
        return new LineFact(
            trunk.Name.Length > 0 ? trunk.Name : trunk.Id,
            live.Health,
            live.Health is not TrunkHealth.Down && sounds.Any(sound => sound < PoorVoice),
            live.Health is TrunkHealth.Up ? "" : live.Why,
            trunk.ShownNumber ?? "");
    }

    private static IEnumerable<PhoneFact> PhonesOf(Config config, LiveSnapshot now)
    {
        foreach (var extension in config.Extensions)
        {
            var phone = now.Phones.GetValueOrDefault(extension.AccountName) ?? new LivePhone(0, "");
            yield return new(extension.DisplayName.Length > 0 ? extension.DisplayName : extension.Id, extension.Id, phone.Contacts, phone.Device);
        }

        foreach (var pbx in config.Pbxs)
        {
            // One that is known by its address has nothing to register.
            var phone = pbx is { Registers: true, UserName: { } user } ? now.Phones.GetValueOrDefault(user) ?? new LivePhone(0, "") : new LivePhone(1, "");
            yield return new(pbx.Name.Length > 0 ? pbx.Name : pbx.Id, "", phone.Contacts, phone.Device);
        }
    }

    private static CallFact FactOf(LiveCall call) => new(
        call.Id,
        call.Direction is not CallDirection.Inbound,
        call.Inside,
        call.Outside,
        call.Began,
        call.Answered,
        call.LineVoice?.Codec ?? "",
        call.LineVoice is { IsSecure: true },
        call.MeanOpinion);

    private static EmergencyFact? EmergencyOf(LiveSnapshot now) =>
        (now.Emergencies.FindLast(call => call.IsGoingOn) ?? now.Emergencies.FindLast(call => !call.IsSeen)) is { } told
            ? new(told.CallId, told.Who, told.Number, told.Began, told.Clock, told.IsGoingOn)
            : null;
}
