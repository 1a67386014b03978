using Interop.Peers;

namespace Interop;

/// <summary>A box as it comes out of its carton, in an office whose provider believes in TLS and SRTP: no line, no phone, no owner.</summary>
public sealed class NewOfficeBed : IAsyncLifetime
{
    private const int VisitorDesk = 50;

    private NameServer? _names;

    /// <summary>Where everything is.</summary>
    public AddressBlock Addresses { get; } = new();

    /// <summary>The logs' folder.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>The provider.</summary>
    public TrunkPeer Trunk { get; private set; } = null!;

    /// <summary>The box.</summary>
    public BoxPeer Box { get; private set; } = null!;

    /// <summary>The computer of the box.</summary>
    public Host BoxHost { get; private set; } = null!;

    /// <summary>The computer or telephone of whoever sets the box up.</summary>
    public Host VisitorHost { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Folder = Artifacts.Folder($"{nameof(NewOfficeBed)}-{Addresses.Number}");
        VisitorHost = Host.Desk(Addresses, "visitor", VisitorDesk);
        Trunk = await TrunkPeer.StartAsync(Addresses, Folder);
        _names = await NameServer.StartAsync(Trunk.Host, Addresses.NameServer, Folder, [(TrunkPeer.DomainName, Addresses.Edges[0])]);
        BoxHost = Host.Create(Addresses, "box", [Addresses.BoxInside], [Addresses.BoxOutside]);

        // What the test bed's networks need; an ordinary office needs none of it.
        Box = await BoxPeer.StartAsync(
            BoxHost,
            Folder,
            $"""
            [network]
            listen = ["{Addresses.BoxInside}", "{Addresses.BoxOutside}"]
            inside = ["198.19.0.0/16"]
            name-servers = ["{Addresses.NameServer}"]

            [panel]
            board = "simulated"

            """,
            Trunk.RootCertificate);
    }

    /// <summary>A phone on a desk, told to register as this extension with this password.</summary>
    public Task<PhonePeer> PhoneAsync(string extension, string password, int desk) => PhonePeer.AtDeskAsync(
        Addresses, desk, $"phone{desk}", $"<sip:{extension}@{Addresses.BoxInside};transport=udp>;auth_pass={password};regint=60;audio_codecs=PCMU,PCMA", Folder);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[Box, _names, Trunk])
        {
            if (part is not null)
                await part.DisposeAsync();
        }
    }
}
