using Interop.Peers;

namespace Interop;

/// <summary>An office with the box: two phones, the trunk, the names of the world.</summary>
public class BoxBed : IAsyncLifetime
{
    /// <summary>How long something that should happen at once may take on a busy machine.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private NameServer? _names;

    /// <summary>Where everything is.</summary>
    public AddressBlock Addresses { get; } = new();

    /// <summary>The logs' folder.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>The trunk.</summary>
    public TrunkPeer Trunk { get; private set; } = null!;

    /// <summary>The box.</summary>
    public BoxPeer Box { get; private set; } = null!;

    /// <summary>Extension 101, a phone on UDP.</summary>
    public PhonePeer Phone101 { get; private set; } = null!;

    /// <summary>Extension 102, a phone on TCP.</summary>
    public PhonePeer Phone102 { get; private set; } = null!;

    /// <summary>An edge address that never answers.</summary>
    protected virtual string Mute => "none";

    /// <summary>An edge address that answers 503.</summary>
    protected virtual string Unwell => "none";

    /// <summary>The hosts of the trunk in the order to try; none: its own name.</summary>
    protected virtual IReadOnlyList<string> EdgeNames => [];

    /// <summary>The addresses of the names; by default the trunk's own name has the first two edge addresses.</summary>
    protected virtual IReadOnlyList<(string Name, string Address)> Names =>
        [(TrunkPeer.SecureName, Addresses.Edges[0]), (TrunkPeer.SecureName, Addresses.Edges[1])];

    /// <summary>Where the box listens.</summary>
    protected virtual IReadOnlyList<string> Listen => [Addresses.BoxInside, Addresses.BoxOutside];

    /// <summary>Further settings of the box.</summary>
    protected virtual string MoreSettings => "";

    /// <summary>Further inbound rules and numbers the trunk has.</summary>
    protected virtual IReadOnlyList<string> MoreNumbers => [];

    /// <summary>The origination URI of one of the trunk's numbers.</summary>
    public string Origination(string number) => $"sip:{number}@{Addresses.BoxOutside}:5061;transport=tls";

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        Folder = Artifacts.Folder($"{GetType().Name}-{Addresses.Number}");
        Trunk = await TrunkPeer.StartAsync(Addresses, Folder, Mute, Unwell);
        _names = await NameServer.StartAsync(Trunk.Host, Addresses.NameServer, Folder, Names);
        Box = await BoxPeer.StartAsync(Addresses, Folder, Settings, Secrets);
        Phone101 = await PhoneAsync("101", "udp", 10);
        Phone102 = await PhoneAsync("102", "tcp", 11);
    }

    /// <summary>A test begins: what happened before belongs to others.</summary>
    public virtual async Task BeginAsync()
    {
        await Trunk.BeginAsync();
        await Phone101.BeginAsync();
        await Phone102.BeginAsync();
    }

    /// <summary>A phone registered with the box.</summary>
    public async Task<PhonePeer> PhoneAsync(string extension, string transport, int desk)
    {
        var account = $"<sip:{extension}@{Addresses.BoxInside};transport={transport}>;auth_pass={Secrets["phone-" + extension]};regint=600;audio_codecs=PCMU,PCMA";
        var phone = await PhonePeer.AtDeskAsync(Addresses, desk, "phone" + extension, account, Folder, tone: extension == "101" ? 600 : 700);
        await phone.RegisteredAsync();
        return phone;
    }

    /// <summary>An adapter that belongs to an extension.</summary>
    public AdapterPeer Adapter(string extension, int desk) => new(
        Host.Desk(Addresses, "adapter" + extension, desk), Addresses.Office(desk), Folder, Addresses.BoxInside + ":5060",
        Addresses.BoxInside, extension, extension, Secrets["phone-" + extension]);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[Phone101, Phone102, Box, _names, Trunk])
        {
            if (part is not null)
                await part.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private static readonly Dictionary<string, string> Secrets = new(StringComparer.Ordinal)
    {
        ["trunk"] = TrunkPeer.Password,
        ["phone-101"] = "Reception-101-secret",
        ["phone-102"] = "Workshop-102-secret",
        ["phone-103"] = "Adapter-103-secret",
        ["pbx"] = "Pbx-secret-of-the-office",
    };

    /// <summary>The password of the PBXs.</summary>
    protected static string PbxPassword => Secrets["pbx"];

    private string Settings =>
        $"""
        [office]
        name = "Interop"
        country = "TW"

        [network]
        listen = [{string.Join(", ", Listen.Select(address => $"\"{address}\""))}]
        inside = ["198.19.0.0/16"]
        name-servers = ["{Addresses.NameServer}"]

        [[trunk]]
        id = "twilio"
        kind = "twilio-trunk"
        termination-host = "{TrunkPeer.SecureName}"
        edges = [{string.Join(", ", EdgeNames.Select(name => $"\"{name}\""))}]
        user-name = "{TrunkPeer.User}"
        password-secret = "trunk"
        account-sid = "{TrunkPeer.Account}"
        numbers = ["{TrunkPeer.OwnNumber}", "+886277001002", "+886277001003", "+886277001004"{string.Concat(MoreNumbers.Select(number => $", \"{number}\""))}]
        caller-number = "{TrunkPeer.OwnNumber}"
        extra-certificates = "{Trunk.RootCertificate}"
        inbound-from = ["198.18.{Addresses.Number}.0/28"]
        calls-per-second = 20

        [[extension]]
        number = "101"
        password-secret = "phone-101"

        [[extension]]
        number = "102"
        password-secret = "phone-102"
        caller-number = "+886277001002"

        [[extension]]
        number = "103"
        password-secret = "phone-103"

        [dial-plan]
        area-code = "2"

        [[dial-plan.emergency]]
        number = "110"
        not-reached-acknowledged = true

        [[dial-plan.emergency]]
        number = "112"
        not-reached-acknowledged = true

        [[dial-plan.emergency]]
        number = "113"
        not-reached-acknowledged = true

        [[dial-plan.emergency]]
        number = "118"
        not-reached-acknowledged = true

        [[dial-plan.emergency]]
        number = "119"
        not-reached-acknowledged = true

        [[inbound]]
        number = "{TrunkPeer.OwnNumber}"
        ring = ["101"]
        ring-seconds = 20

        [[inbound]]
        number = "+886277001002"
        ring = ["102"]
        ring-seconds = 20

        [[inbound]]
        number = "+886277001003"
        ring = ["101", "102"]
        order = "all"
        ring-seconds = 20

        [[inbound]]
        number = "+886277001004"
        ring = ["103"]
        ring-seconds = 20

        {MoreSettings}
        """;
}
