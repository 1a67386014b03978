using System.Net;
using Sip.Rtp;

namespace Sip.Tests.Rtp;

public sealed class MediaAddressTests
{
    [Theory]
    [InlineData("192.0.2.7:4000", true)]
    [InlineData("[2001:db8::7]:4000", false)]
    public void An_endpoint_comes_back_as_it_went(string text, bool isIPv4)
    {
        var endpoint = IPEndPoint.Parse(text);

        var address = MediaAddress.From(endpoint);

        Assert.Equal(endpoint, address.ToEndPoint());
        Assert.Equal(isIPv4, address.IsIPv4);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("192.0.2.7:4000", false, 16)]
    [InlineData("192.0.2.7:4000", true, 28)]
    [InlineData("[2001:db8::7]:4000", false, 28)]
    [InlineData("[fe80::7%3]:4000", true, 28)]
    public void A_socket_address_comes_back_as_it_went(string text, bool dualStack, int length)
    {
        var address = MediaAddress.From(IPEndPoint.Parse(text));
        var bytes = new byte[MediaAddress.MaximumSocketAddressLength];

        Assert.Equal(length, address.WriteSocketAddress(bytes, dualStack));
        Assert.True(MediaAddress.TryReadSocketAddress(bytes.AsSpan(0, length), out var read));
        Assert.Equal(address, read);
    }

    [Fact]
    public void A_socket_address_has_the_bytes_the_system_writes()
    {
        var bytes = new byte[MediaAddress.MaximumSocketAddressLength];
        MediaAddress.IPv4(0xC0000207, 5004).WriteSocketAddress(bytes, dualStack: false);
        Assert.Equal([2, 0, 0x13, 0x8C, 192, 0, 2, 7], bytes[..8]);

        var system = new IPEndPoint(IPAddress.Parse("2001:db8::9"), 5004).Serialize();
        MediaAddress.From(IPAddress.Parse("2001:db8::9"), 5004).WriteSocketAddress(bytes, dualStack: true);
        Assert.Equal(system.Buffer.ToArray(), bytes);
    }

    [Theory]
    [InlineData("0.0.0.0:4000")]
    [InlineData("[::]:4000")]
    [InlineData("192.0.2.7:0")]
    public void Nowhere_to_send_is_unspecified(string text) => Assert.True(MediaAddress.From(IPEndPoint.Parse(text)).IsUnspecified);

    [Fact]
    public void Another_family_or_a_short_address_is_not_read()
    {
        Assert.False(MediaAddress.TryReadSocketAddress(new byte[16], out _));
        Assert.False(MediaAddress.TryReadSocketAddress([2, 0, 1, 2, 3], out _));
        Assert.False(MediaAddress.TryReadSocketAddress([10, 0, .. new byte[20]], out _));
    }
}
