using System.Net;
using Appliance.Configuration;
using Appliance.FrontPanel;
using FsCheck.Xunit;
using Hal.Buttons;

namespace Appliance.Tests.FrontPanel;

public sealed class AddressEditorTests
{
    private static readonly AddressDraft Draft = AddressDraft.Of(PanelOffice.Fixed.Network);

    [Fact]
    public void One_button_changes_from_dhcp_to_a_fixed_address()
    {
        // To Network, choose, choose "fixed", down to the address; 192.168.001.045 becomes 192.168.001.050; down to save, yes.
        var panel = new PanelBench(ButtonLayout.One, PanelOffice.Facts).Press(Button.Key1, 3);
        Choose(panel, 2);
        panel.Press(Button.Key1);
        Choose(panel, 11);
        panel.Press(Button.Key1);
        Choose(panel, 1);
        panel.Press(Button.Key1, 5);
        Choose(panel, 1);
        panel.Press(Button.Key1, 4);
        Choose(panel, 1);
        panel.Press(Button.Key1);
        Assert.Empty(panel.Requests);
        Choose(panel, 1);

        var wish = Assert.IsType<PanelRequest.ChangeAddress>(Assert.Single(panel.Requests)).Wish;
        Assert.Equal(new FixedAddress(IPAddress.Parse("192.168.1.50"), 24, IPAddress.Parse("192.168.1.1"), IPAddress.Parse("192.168.1.1")), wish.Fixed);
        Assert.Null(wish.Vlan);
    }

    [Fact]
    public void Two_buttons_set_a_vlan()
    {
        var panel = new PanelBench(ButtonLayout.Two, PanelOffice.Facts).Press(Button.Key1, 3).Press(Button.Key2).Press(Button.Key1).Press(Button.Key2);
        panel.Press(Button.Key2).Press(Button.Key1).Press(Button.Key2).Press(Button.Key1, 2).Press(Button.Key2, 2);
        panel.Press(Button.Key2).Press(Button.Key1).Press(Button.Key2);

        Assert.Equal([new PanelRequest.ChangeAddress(new(null, 120))], panel.Requests);
    }

    [Fact]
    public void A_joystick_changes_one_digit_and_leaves_the_others()
    {
        var panel = new PanelBench(ButtonLayout.Joystick, PanelOffice.Fixed).Press(Button.Right, 3).Press(Button.Centre).Press(Button.Down).Press(Button.Centre);
        panel.Press(Button.Right, 11).Press(Button.Up).Press(Button.Centre).Press(Button.Up, 4).Press(Button.Centre).Press(Button.Down).Press(Button.Centre);

        var wish = Assert.IsType<PanelRequest.ChangeAddress>(Assert.Single(panel.Requests)).Wish;
        Assert.Equal(PanelOffice.Fixed.Network.Wish with { Fixed = PanelOffice.Fixed.Network.Wish.Fixed! with { Address = IPAddress.Parse("192.168.100.201") } }, wish);
    }

    [Fact]
    public void Cancelling_going_back_or_leaving_it_alone_changes_nothing()
    {
        var panel = new PanelBench(ButtonLayout.Joystick, PanelOffice.Fixed).Press(Button.Right, 3).Press(Button.Centre).Press(Button.Up).Press(Button.Centre);
        Assert.Null(panel.Model.Dialog);

        panel.Press(Button.Centre).Press(Button.Down).Press(Button.Centre).Press(Button.Up, 3).Press(Button.Key2).Press(Button.Key2);
        Assert.Null(panel.Model.Dialog);

        panel.Press(Button.Centre).Press(Button.Centre).Wait(61);
        Assert.Equal((PanelPage.Home, null), (panel.Shown, panel.Model.Dialog));
        Assert.Empty(panel.Requests);
    }

    [Fact]
    public void The_question_answers_no_at_first()
    {
        var panel = new PanelBench(ButtonLayout.Joystick, PanelOffice.Fixed).Press(Button.Right, 3).Press(Button.Centre).Press(Button.Centre).Press(Button.Up, 2).Press(Button.Centre, 2);

        Assert.Empty(panel.Requests);
        Assert.IsType<AddressPlace.List>(Assert.IsType<PanelDialog.Address>(panel.Model.Dialog).Editor.Place);
    }

    [Fact]
    public void A_box_that_may_not_change_its_network_offers_nothing()
    {
        var panel = new PanelBench(ButtonLayout.Joystick, PanelOffice.Facts with { Network = PanelOffice.Facts.Network with { CanChange = false } });

        Assert.Null(panel.Press(Button.Right, 3).Press(Button.Centre).Model.Dialog);
    }

    [Theory]
    [InlineData("0.0.0.0", 24, "192.168.1.1", "192.168.1.1", AddressFault.NotAHost)]
    [InlineData("127.0.0.1", 24, "127.0.0.2", "192.168.1.1", AddressFault.NotAHost)]
    [InlineData("224.0.0.1", 24, "224.0.0.2", "192.168.1.1", AddressFault.NotAHost)]
    [InlineData("192.168.1.0", 24, "192.168.1.1", "192.168.1.1", AddressFault.IsNetwork)]
    [InlineData("192.168.1.255", 24, "192.168.1.1", "192.168.1.1", AddressFault.IsBroadcast)]
    [InlineData("192.168.1.2", 24, "192.168.2.1", "192.168.1.1", AddressFault.GatewayOutside)]
    [InlineData("192.168.1.2", 24, "0.0.0.0", "192.168.1.1", AddressFault.GatewayNotAHost)]
    [InlineData("192.168.1.2", 24, "192.168.1.255", "192.168.1.1", AddressFault.GatewayNotAHost)]
    [InlineData("192.168.1.2", 24, "192.168.1.2", "192.168.1.1", AddressFault.GatewayIsBox)]
    [InlineData("192.168.1.2", 24, "192.168.1.1", "0.0.0.0", AddressFault.NameServerNotAHost)]
    [InlineData("192.168.0.255", 23, "192.168.0.1", "9.9.9.9", null)]
    public void What_cannot_work_is_told_and_not_asked_about(string address, int prefix, string gateway, string names, AddressFault? fault)
    {
        var network = PanelOffice.Facts.Network with { Wish = new(new(IPAddress.Parse(address), prefix, IPAddress.Parse(gateway), IPAddress.Parse(names)), null) };
        var panel = new PanelBench(ButtonLayout.Joystick, PanelOffice.Facts with { Network = network }).Press(Button.Right, 3).Press(Button.Centre).Press(Button.Up, 2).Press(Button.Centre);
        var place = Assert.IsType<PanelDialog.Address>(panel.Model.Dialog).Editor.Place;

        Assert.Equal(fault, AddressDraftCheck.Find(AddressDraft.Of(network)));
        Assert.Equal(fault, (place as AddressPlace.Refused)?.Fault);
        Assert.Equal(fault is null, place is AddressPlace.Confirming);
    }

    [Fact]
    public void Every_digit_reaches_every_value_it_may_have()
    {
        foreach (var place in Enumerable.Range(0, 12))
        {
            var (draft, seen) = (Draft with { Address = 0xC0A80101 }, new HashSet<char>());
            for (var i = 0; i < 10; i++)
            {
                draft = draft.Step(AddressField.Address, place, 1);
                seen.Add(draft.Text(AddressField.Address)[place + (place / 3)]);
            }

            Assert.True(seen.Count >= (place % 3 is 0 ? 3 : 6), $"place {place} reached {seen.Count} digits");
        }
    }

    [Property]
    public bool No_digit_can_be_set_to_what_is_no_number(uint address, byte place, sbyte by)
    {
        var stepped = (Draft with { Address = address }).Step(AddressField.Address, place % 12, by);
        var vlan = (Draft with { Vlan = (int)(address % 4095) }).Step(AddressField.Vlan, place % 4, by);
        var mask = Draft.Step(AddressField.Mask, 0, by);
        var octet = 24 - (place % 12 / 3 * 8);
        return (stepped.Address & ~(0xFFu << octet)) == (address & ~(0xFFu << octet)) && stepped.Text(AddressField.Address).Length is 15
            && vlan.Vlan is >= 0 and <= 4094 && mask.PrefixLength is >= 8 and <= 30;
    }

    [Property(MaxTest = 2000)]
    public bool What_the_panel_lets_pass_the_settings_take_too(uint address, byte prefix, uint gateway, uint names, bool isNear)
    {
        var length = 8 + (prefix % 23);
        var mask = AddressDraft.MaskOf(length);
        var draft = Draft with { Address = address, PrefixLength = length, Gateway = isNear ? (address & mask) | (gateway & ~mask) : gateway, NameServer = names };
        if (AddressDraftCheck.Find(draft) is not null || draft.ToWish().Fixed is not { } wish)
            return true;

        var faults = new FaultList();
        AddressCheck.Check(new NetworkConfig { Address = new() { IsFixed = true, Address = wish.Address, PrefixLength = wish.PrefixLength, Gateway = wish.Gateway, NameServer = wish.NameServer } }, faults);
        return faults.InOrder().IsEmpty;
    }

    private static void Choose(PanelBench panel, int times)
    {
        for (var i = 0; i < times; i++)
            panel.Hold(Button.Key1, 1);
    }
}
