using Interop.Peers;
using Interop.Sound;
using Microsoft.Playwright;

namespace Interop;

/// <summary>An office whose PBXs are added on the box's page, and set with what the page gives to copy.</summary>
public sealed class CopiedPbxBed : BoxBed
{
    private VisitorPeer? _visitor;

    /// <summary>The owner's browser, logged in.</summary>
    public IPage Page => _visitor!.Page;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> MoreNumbers => ["+886277002230", "+886277002232", "+886277001634", "+886277001636"];

    /// <inheritdoc/>
    protected override string MoreSettings =>
        """
        [panel]
        board = "simulated"
        """;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _visitor = await VisitorPeer.StartAsync(Host.Desk(Addresses, "visitor", 60), Folder, "en-US");
        var code = await Box.CodeAsync();
        await Page.GotoAsync($"http://{Addresses.BoxInside}:{code.Port}{code.AbsolutePath}");
        await Page.Locator("main a.button").ClickAsync();
        await Page.Locator("#passphrase").WaitForAsync();
        await Page.Locator("main button").ClickAsync();
        await Page.Locator("header form button").WaitForAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_visitor is not null)
            await _visitor.DisposeAsync();
        await base.DisposeAsync();
    }
}

/// <summary>The settings a page gives to copy, in a real PBX as they are.</summary>
public sealed class CopiedPbxTests(CopiedPbxBed bed) : IClassFixture<CopiedPbxBed>
{
    [Theory]
    [InlineData(PbxKind.Asterisk22, "udp", 30, "0912341000", "+886912341000", "+886277002230")]
    [InlineData(PbxKind.Asterisk22, "tcp", 32, "0912351000", "+886912351000", "+886277002232")]
    [InlineData(PbxKind.Asterisk16, "udp", 34, "0912361000", "+886912361000", "+886277001634")]
    [InlineData(PbxKind.Asterisk16, "tcp", 36, "0912371000", "+886912371000", "+886277001636")]
    public async Task What_the_page_gives_to_copy_carries_a_call_out_and_a_call_in_with_sound(PbxKind kind, string transport, int desk, string dialled, string reached, string own)
    {
        await bed.BeginAsync();
        var (id, copied) = await AddAsync(kind, transport, desk);
        await using var pbx = await PbxPeer.StartCopiedAsync(kind, bed.Addresses, desk, bed.Folder, copied);

        await pbx.Phone.DoAsync("dial", $"sip:{dialled}@{pbx.Address}");
        await pbx.Phone.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await pbx.Phone.HangUpAsync();
        await bed.Trunk.WroteAsync($@"CALL sip:\{reached}@{TrunkPeer.SecureName}\S* from \{TrunkPeer.OwnNumber} by tls", BoxBed.Soon);
        Assert.InRange(ToneDetector.Heard(await pbx.Phone.HeardAsync(), 1000).TotalSeconds, 1.8, 4);
        Assert.InRange(ToneDetector.Heard(await bed.Trunk.HeardByAsync(reached), 600).TotalSeconds, 1.8, 4);

        await SendToAsync(id, own);
        await pbx.Phone.BeginAsync();
        await bed.Trunk.BeginAsync();
        var before = pbx.Phone.Events.Count;
        bed.Trunk.Call(own, "+886912345678", bed.Origination(own));
        await pbx.Phone.HappenedAsync("CALL_INCOMING", BoxBed.Soon, before);
        await pbx.Phone.DoAsync("accept");
        await pbx.Phone.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await pbx.Phone.HangUpAsync();
        await bed.Trunk.WroteAsync("BYE by the box", BoxBed.Soon);
        Assert.InRange(ToneDetector.Heard(await pbx.Phone.HeardAsync(), 1000).TotalSeconds, 1.8, 4);
        Assert.InRange(ToneDetector.Heard(await bed.Trunk.HeardByAsync("caller"), 600).TotalSeconds, 1.8, 4);
        Assert.Empty(bed.Trunk.Faults);
    }

    /// <summary>Adds the PBX on the page: its id, and the settings to copy.</summary>
    private async Task<(string Id, string Copied)> AddAsync(PbxKind kind, string transport, int desk)
    {
        await bed.Page.GotoAsync($"https://{bed.Addresses.BoxInside}:8443/lines/new/pbx");
        await bed.Page.Locator("#host").FillAsync(bed.Addresses.Office(desk));
        await bed.Page.Locator("#transport").SelectOptionAsync(transport);
        await bed.Page.Locator("main form button[type=submit]").ClickAsync();
        await bed.Page.Locator("#snippets").WaitForAsync();
        var name = kind is PbxKind.Asterisk22 ? "pjsip.conf" : "sip.conf (";
        foreach (var text in await bed.Page.Locator("textarea.snippet").AllAsync())
        {
            if (await text.InputValueAsync() is var copied && copied.StartsWith($"; {name}", StringComparison.Ordinal))
                return (await LastIdAsync(), copied);
        }

        throw new InvalidOperationException($"The page gives nothing to copy for {kind}: {await bed.Page.InnerTextAsync("main")}");
    }

    private async Task<string> LastIdAsync()
    {
        var settings = await File.ReadAllLinesAsync(Path.Combine(bed.Box.Data, "appliance.toml"), TestContext.Current.CancellationToken);
        return settings.Last(static line => line.StartsWith("id = ", StringComparison.Ordinal)).Split('"')[1];
    }

    /// <summary>Sends the calls of a number there, as its owner does by hand, and has the page look at it.</summary>
    private async Task SendToAsync(string id, string number)
    {
        await File.AppendAllTextAsync(Path.Combine(bed.Box.Data, "appliance.toml"), $"\n[[inbound]]\nnumber = \"{number}\"\npbx = \"{id}\"\n", TestContext.Current.CancellationToken);
        await bed.Page.GotoAsync($"https://{bed.Addresses.BoxInside}:8443/box/settings");
        Assert.Contains($"pbx = \"{id}\"", await bed.Page.Locator("textarea").First.InputValueAsync(), StringComparison.Ordinal);
        Assert.Empty(await bed.Page.Locator("ul.faults li.bad").AllAsync());
    }
}
