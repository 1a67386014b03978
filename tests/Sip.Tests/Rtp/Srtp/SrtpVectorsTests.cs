using Sip.Rtp.Srtp;

namespace Sip.Tests.Rtp.Srtp;

/// <summary>The test vectors of RFC 3711 appendix B and RFC 3174, on both sets of primitives.</summary>
public sealed class SrtpVectorsTests
{
    public static TheoryData<string> Primitives => ["OpenSSL", "managed"];

    internal static PacketCrypto.Factory Factory(string primitives) => primitives is "managed"
        ? (cipher, authentication) => new ManagedPacketCrypto(cipher, authentication)
        : (cipher, authentication) => new OpenSslPacketCrypto(cipher, authentication);

    [Fact]
    public void OpenSsl_is_used_where_the_tests_run()
    {
        using var crypto = PacketCrypto.Create(new byte[16], new byte[20]);

        Assert.IsType<OpenSslPacketCrypto>(crypto);
    }

    [Theory]
    [MemberData(nameof(Primitives))]
    public void The_key_stream_is_that_of_RFC_3711_appendix_B_2(string primitives)
    {
        using var crypto = Factory(primitives)(Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"), []);
        var counter = Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000");
        var stream = new byte[0xFF02 * 16];

        crypto.Crypt(counter, stream);

        Assert.Equal("E03EAD0935C95E80E166B16DD92B4EB4", Block(stream, 0));
        Assert.Equal("D23513162B02D0F72A43A2FE4A5F97AB", Block(stream, 1));
        Assert.Equal("41E95B3BB0A2E8DD477901E4FCA894C0", Block(stream, 2));
        Assert.Equal("EC8CDF7398607CB0F2D21675EA9EA1E4", Block(stream, 0xFEFF));
        Assert.Equal("362B7C3C6773516318A077D7FC5073AE", Block(stream, 0xFF00));
        Assert.Equal("6A2CC3787889374FBEB4C81B17BA6C44", Block(stream, 0xFF01));
    }

    [Theory]
    [MemberData(nameof(Primitives))]
    public void The_session_keys_are_those_of_RFC_3711_appendix_B_3(string primitives)
    {
        var salt = Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6");
        using var master = Factory(primitives)(Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139"), []);

        Assert.Equal("C61E7A93744F39EE10734AFE3FF7A087", Derived(master, salt, 0x00, 16));
        Assert.Equal(
            "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2",
            Derived(master, salt, 0x01, 94));
        Assert.Equal("30CBBC08863D8C85D49DB34A9AE1", Derived(master, salt, 0x02, 14));
    }

    [Theory]
    [MemberData(nameof(Primitives))]
    public void The_hash_is_that_of_RFC_2202(string primitives)
    {
        using var crypto = Factory(primitives)(new byte[16], "Jefe"u8);
        var tag = new byte[20];

        for (var i = 0; i < 2; i++)
        {
            crypto.Authenticate("what do ya want "u8, "for nothing?"u8, tag);
            Assert.Equal("EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79", Convert.ToHexString(tag));
        }
    }

    private static string Block(ReadOnlySpan<byte> stream, int index) => Convert.ToHexString(stream.Slice(index * 16, 16));

    private static string Derived(IPacketCrypto master, ReadOnlySpan<byte> salt, byte label, int length)
    {
        var key = new byte[length];
        SessionKeys.Derive(master, salt, label, key);
        return Convert.ToHexString(key);
    }
}
