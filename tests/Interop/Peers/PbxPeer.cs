namespace Interop.Peers;

/// <summary>The office's own PBX with one desk phone behind it, its trunk pointed at the box.</summary>
public sealed class PbxPeer : IAsyncDisposable
{
    /// <summary>The password its desk phone registers with.</summary>
    public const string DeskPassword = "desk-201-secret";

    private PbxPeer(AsteriskPeer asterisk, PhonePeer phone, string address) => (Asterisk, Phone, Address) = (asterisk, phone, address);

    /// <summary>The PBX itself.</summary>
    public AsteriskPeer Asterisk { get; }

    /// <summary>The phone on the desk 201.</summary>
    public PhonePeer Phone { get; }

    /// <summary>Its address in the office.</summary>
    public string Address { get; }

    /// <summary>Starts PBX and phone and waits until the phone is registered.</summary>
    /// <param name="kind">Asterisk 22 with PJSIP or Asterisk 16 with chan_sip.</param>
    /// <param name="block">Whose addresses.</param>
    /// <param name="desk">The PBX's number in the office; its phone has the next.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="trunk">Where its trunk points.</param>
    /// <param name="alsoInTheWorld">Whether it has a cable to the world too.</param>
    public static Task<PbxPeer> StartAsync(PbxKind kind, AddressBlock block, int desk, string artifacts, PbxTrunk trunk, bool alsoInTheWorld = false)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["BOX"] = trunk.Target,
            ["MATCH"] = trunk.Address,
            ["USER"] = trunk.User,
            ["PASS"] = trunk.Password,
            ["FROM"] = trunk.FromUser,
            ["MORE"] = trunk.More,
        };
        return StartAsync(kind, block, desk, artifacts, words, null, alsoInTheWorld);
    }

    /// <summary>Starts PBX and phone with settings as a page gave them to copy, and nothing of them changed.</summary>
    /// <param name="kind">Asterisk 22 with PJSIP or Asterisk 16 with chan_sip.</param>
    /// <param name="block">Whose addresses.</param>
    /// <param name="desk">The PBX's number in the office; its phone has the next.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="copied">The text: what comes before the line that names <c>extensions.conf</c> belongs to the channel, the rest to the dial plan.</param>
    public static Task<PbxPeer> StartCopiedAsync(PbxKind kind, AddressBlock block, int desk, string artifacts, string copied)
    {
        var plan = copied.IndexOf("; extensions.conf", StringComparison.Ordinal);
        return StartAsync(
            kind, block, desk, artifacts, new(StringComparer.Ordinal) { ["CHANNEL"] = copied[..plan], ["PLAN"] = copied[plan..] }, kind is PbxKind.Asterisk22 ? "Pbx22Copied" : "Pbx16Copied", alsoInTheWorld: false);
    }

    private static async Task<PbxPeer> StartAsync(PbxKind kind, AddressBlock block, int desk, string artifacts, Dictionary<string, string> words, string? over, bool alsoInTheWorld)
    {
        var (name, chroot, role) = kind switch
        {
            PbxKind.Asterisk22 => ("pbx22", "asterisk-22", "Pbx22"),
            _ => ("pbx16", "asterisk-16", "Pbx16"),
        };
        name += over is null ? "" : $"-{desk}";
        var host = Host.Create(block, name, [block.Office(desk)], alsoInTheWorld ? [block.World(desk)] : []);
        var asterisk = await AsteriskPeer.StartAsync(host, name, chroot, role, artifacts, words, over);
        var account = $"<sip:201@{block.Office(desk)}>;auth_pass={DeskPassword};regint=600;audio_codecs=PCMU,PCMA";
        var phone = await PhonePeer.AtDeskAsync(block, desk + 1, name + "-201", account, artifacts);
        await phone.RegisteredAsync();
        return new PbxPeer(asterisk, phone, block.Office(desk));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Phone.DisposeAsync();
        await Asterisk.DisposeAsync();
    }
}

/// <summary>Which PBX.</summary>
public enum PbxKind
{
    /// <summary>Asterisk 22 with PJSIP.</summary>
    Asterisk22,

    /// <summary>Asterisk 16 with chan_sip.</summary>
    Asterisk16,
}

/// <summary>Where a PBX's trunk points.</summary>
/// <param name="Target">The host it calls.</param>
/// <param name="Address">The address calls from there come from.</param>
/// <param name="User">The name it proves itself with.</param>
/// <param name="Password">The password of that name.</param>
/// <param name="FromUser">The user of its From.</param>
/// <param name="More">Further lines for the trunk.</param>
public sealed record PbxTrunk(string Target, string Address, string User, string Password, string FromUser, string More = "");
