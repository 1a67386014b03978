using System.Threading.Channels;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Network;
using Appliance.Tests.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Appliance.Tests.Network;

public sealed class OfficeNetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<NetworkFact> _told = Channel.CreateUnbounded<NetworkFact>();
    private volatile NetworkReading _reading = OfficeCardTests.Reading([OfficeCardTests.Card("eth0", "192.168.1.45")], ("eth0", 100));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_change_the_system_does_not_tell_of_is_found_at_the_next_slow_look()
    {
        using var stop = new CancellationTokenSource();
        var settings = SettingsStore.Open(_folder.Path, _time);
        var network = new OfficeNetwork(settings, new AddressDesk(settings, _time, NullLogger.Instance), new NoAddressApplier(), () => _reading, _time, NullLogger.Instance);
        using var listening = network.Subscribe(fact => _told.Writer.TryWrite(fact));
        Assert.Equal("192.168.1.45", network.Now.Address?.ToString());
        var running = network.RunAsync(stop.Token);

        _reading = OfficeCardTests.Reading([OfficeCardTests.Card("eth0", "192.168.1.99")], ("eth0", 100));
        var fact = await HeardAsync();

        Assert.Equal("192.168.1.99", fact.Address?.ToString());
        Assert.Same(fact, network.Now);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task What_the_settings_wish_is_given_to_the_system_once_for_the_card_with_the_cable()
    {
        using var stop = new CancellationTokenSource();
        var settings = SettingsStore.Open(_folder.Path, _time);
        var applier = new NotingApplier();
        var network = new OfficeNetwork(settings, new AddressDesk(settings, _time, NullLogger.Instance), applier, () => _reading, _time, NullLogger.Instance);
        using var listening = network.Subscribe(fact => _told.Writer.TryWrite(fact));
        var running = network.RunAsync(stop.Token);

        settings.Apply("[network.address]\nvlan = 20\n");
        var fact = await HeardAsync();

        Assert.Equal(20, fact.Wish.Vlan);
        Assert.True(fact.CanChange);
        await stop.CancelAsync();
        await running;
        Assert.Equal((new AddressWish(null, 20), "eth0"), applier.Asked[^1]);
        Assert.Equal(applier.Asked.Count, applier.Asked.Distinct().Count());
    }

    [Fact]
    public async Task An_address_that_the_system_refuses_is_told_and_tried_again()
    {
        using var stop = new CancellationTokenSource();
        var settings = SettingsStore.Open(_folder.Path, _time);
        settings.Apply("[network.address]\nvlan = 20\n");
        var applier = new NotingApplier { Refusal = "No room." };
        var network = new OfficeNetwork(settings, new AddressDesk(settings, _time, NullLogger.Instance), applier, () => _reading, _time, NullLogger.Instance);
        using var listening = network.Subscribe(fact => _told.Writer.TryWrite(fact));
        var running = network.RunAsync(stop.Token);

        await HeardAsync();
        Assert.Equal("No room.", network.Trouble);
        applier.Refusal = null;
        await HeardAsync();

        Assert.Null(network.Trouble);
        Assert.True(applier.Asked.Count >= 2);
        await stop.CancelAsync();
        await running;
    }

    private async Task<NetworkFact> HeardAsync()
    {
        var heard = _told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        while (!heard.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await heard;
    }

    private sealed class NotingApplier : IAddressApplier
    {
        public List<(AddressWish Wish, string Card)> Asked { get; } = [];

        public string? Refusal { get; set; }

        public bool CanChange => true;

        public Task<string?> ApplyAsync(AddressWish wish, string card, CancellationToken stop)
        {
            Asked.Add((wish, card));
            return Task.FromResult(Refusal);
        }
    }
}
