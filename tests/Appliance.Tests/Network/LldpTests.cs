using Appliance.FrontPanel;
using Appliance.Network;
using FsCheck.Xunit;

namespace Appliance.Tests.Network;

public sealed class LldpTests
{
    private static readonly byte[] Ethernet = [0x01, 0x80, 0xC2, 0x00, 0x00, 0x0E, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x88, 0xCC];
    private static readonly byte[] Chassis = Field(1, 4, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55);
    private static readonly byte[] Port = Field(2, [5, .. "ge-0/0/7"u8]);
    private static readonly byte[] Life = Field(3, 0, 120);
    private static readonly byte[] End = [0, 0];

    private static readonly byte[] Whole =
    [
        .. Ethernet, .. Chassis, .. Port, .. Life, .. Field(4, [.. "Desk 12, window"u8]), .. Field(5, [.. "core-sw1"u8]), .. Field(7, 0, 0x14, 0, 0x04),
        .. Field(127, 0x00, 0x80, 0xC2, 1, 0, 10), .. Field(127, 0x00, 0x12, 0xBB, 2, 1, 0x40, 0x29, 0x6E), .. End,
    ];

    [Fact]
    public void A_switch_says_its_name_its_port_and_its_vlans()
    {
        var said = LldpFrame.Read(Whole);

        // The voice policy: tagged, VLAN 20, priority 5, DSCP 46 (TIA-1057 section 10.2.3).
        Assert.Equal(new LldpFrame("00:11:22:33:44:55", "ge-0/0/7", "Desk 12, window", "core-sw1", TimeSpan.FromSeconds(120), IsBridge: true, 10, 20), said);
        Assert.Equal(new SwitchPort("core-sw1", "ge-0/0/7", 10, 20), said!.ToSwitchPort());
    }

    [Fact]
    public void A_frame_of_lldpd_is_read()
    {
        const string recorded = "0180c200000e9ae7a4c1b3fd88cc0207049ae7a4c1b3fd04090767652d302f302f37060200040a08636f72652d7377310c0861207377697463680e04009c008010181102"
            + "fe80000000000000500a36fffe327a4a02000000020008074465736b203132fe0900120f030100000000fe0900120f010080000036fe070012bb01003f04fe130012bb07362e31382e34342d66632d76343435fe080012bb020140296e0000";

        Assert.Equal(
            new LldpFrame("9a:e7:a4:c1:b3:fd", "ge-0/0/7", "Desk 12", "core-sw1", TimeSpan.FromSeconds(4), IsBridge: false, null, 20),
            LldpFrame.Read(Convert.FromHexString(recorded)));
    }

    [Fact]
    public void The_largest_vlan_is_read_and_none_is_none()
    {
        Assert.Equal(4094, Read(Field(127, 0x00, 0x12, 0xBB, 2, 1, 0x5F, 0xFC, 0x00))!.VoiceVlan);
        Assert.Null(Read(Field(127, 0x00, 0x12, 0xBB, 2, 1, 0x40, 0x00, 0x00))!.VoiceVlan);
        Assert.Null(Read(Field(127, 0x00, 0x12, 0xBB, 2, 1, 0x1F, 0xFC, 0x00))!.VoiceVlan);
        Assert.Null(Read(Field(127, 0x00, 0x12, 0xBB, 2, 2, 0x40, 0x28, 0x00))!.VoiceVlan);
        Assert.Null(Read(Field(127, 0x00, 0x80, 0xC2, 1, 0, 0))!.PortVlan);
    }

    [Fact]
    public void A_port_that_is_only_a_hardware_address_is_called_by_its_description()
    {
        var frame = LldpFrame.Read([.. Ethernet, .. Chassis, .. Field(2, 3, 0, 0x11, 0x22, 0x33, 0x44, 0x66), .. Life, .. Field(4, [.. "Port 7"u8]), .. End]);

        Assert.Equal(new SwitchPort("00:11:22:33:44:55", "Port 7", null, null), frame!.ToSwitchPort());
    }

    [Fact]
    public void Control_characters_and_endless_names_do_not_reach_the_screen()
    {
        var frame = Read(Field(5, [.. "ev\u001b[2Jil\0"u8, .. Enumerable.Repeat((byte)'x', 200), 0xFF, 0xFE]))!;

        Assert.StartsWith("ev[2Jilxxx", frame.System, StringComparison.Ordinal);
        Assert.Equal(64, frame.System.Length);
    }

    [Fact]
    public void A_frame_cut_anywhere_is_read_as_far_as_it_is_whole_or_not_at_all()
    {
        for (var length = 0; length < Whole.Length - End.Length; length++)
        {
            var said = LldpFrame.Read(Whole.AsSpan(0, length));
            if (said is not null)
                Assert.Equal(("00:11:22:33:44:55", "ge-0/0/7", TimeSpan.FromSeconds(120)), (said.Chassis, said.Port, said.TimeToLive));
        }
    }

    [Fact]
    public void Whatever_one_byte_becomes_it_is_read_or_refused_and_never_too_long()
    {
        for (var at = 0; at < Whole.Length; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                var noise = (byte[])Whole.Clone();
                noise[at] = (byte)value;
                Bounded(LldpFrame.Read(noise));
            }
        }
    }

    [Property(MaxTest = 2000)]
    public void Noise_never_throws(byte[] noise)
    {
        Bounded(LldpFrame.Read(noise));
        Bounded(LldpFrame.Read([.. Ethernet, .. noise]));
        Bounded(LldpFrame.Read([.. Ethernet, .. Chassis, .. Port, .. Life, .. noise]));
    }

    [Fact]
    public void Other_frames_and_those_in_another_order_are_not_lldp()
    {
        Assert.Null(LldpFrame.Read([.. Ethernet[..12], 0x08, 0x00, .. Chassis, .. Port, .. Life, .. End]));
        Assert.Null(LldpFrame.Read([.. Ethernet, .. Port, .. Chassis, .. Life, .. End]));
        Assert.Null(LldpFrame.Read([.. Ethernet, .. Chassis, .. Port, .. End]));
        Assert.Null(LldpFrame.Read([.. Ethernet, .. Field(1, 4), .. Port, .. Life, .. End]));
    }

    [Fact]
    public void A_switch_is_forgotten_when_its_time_to_live_is_over()
    {
        var memory = LldpMemory.Empty.Hear(LldpFrame.Read(Whole)!, Seconds(10));

        Assert.Equal(Seconds(130), memory.Deadline);
        Assert.NotNull(memory.At(Seconds(129.9)).Switch);
        Assert.Null(memory.At(Seconds(130)).Switch);
        Assert.Null(memory.At(Seconds(130)).Deadline);
    }

    [Fact]
    public void Hearing_it_again_keeps_it_and_a_goodbye_ends_it()
    {
        var said = LldpFrame.Read(Whole)!;
        var memory = LldpMemory.Empty.Hear(said, Seconds(0)).Hear(said with { System = "renamed" }, Seconds(100));

        Assert.Equal("renamed", memory.At(Seconds(150)).Switch?.System);
        Assert.Null(memory.Hear(said with { TimeToLive = TimeSpan.Zero }, Seconds(151)).Switch);
    }

    [Fact]
    public void A_switch_comes_before_a_phone_and_a_crowd_stays_bounded()
    {
        var bridge = LldpFrame.Read(Whole)!;
        var phone = bridge with { Chassis = "phone", System = "phone", IsBridge = false };
        Assert.Equal("core-sw1", LldpMemory.Empty.Hear(phone, Seconds(0)).Hear(bridge, Seconds(1)).Switch?.System);

        var crowd = Enumerable.Range(0, 1000).Aggregate(LldpMemory.Empty, (memory, at) => memory.Hear(phone with { Chassis = $"{at}", System = $"{at}" }, Seconds(at * 0.001)));
        Assert.Equal("0", crowd.Switch?.System);
        Assert.Equal(Seconds(120), crowd.Deadline);
    }

    private static LldpFrame? Read(byte[] more) => LldpFrame.Read([.. Ethernet, .. Chassis, .. Port, .. Life, .. more, .. End]);

    private static void Bounded(LldpFrame? frame)
    {
        if (frame is null)
            return;
        Assert.All([frame.Chassis, frame.Port, frame.PortDescription, frame.System], text => Assert.InRange(text.Length, 0, 64));
        Assert.All([frame.PortVlan ?? 1, frame.VoiceVlan ?? 1], vlan => Assert.InRange(vlan, 1, 4094));
    }

    private static byte[] Field(int type, params byte[] value) => [(byte)((type << 1) | (value.Length >> 8)), (byte)value.Length, .. value];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
