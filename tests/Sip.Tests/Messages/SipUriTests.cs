using System.Text;
using Sip.Messages;

namespace Sip.Tests.Messages;

public sealed class SipUriTests
{
    [Theory]
    [InlineData("sip:example.com", "", "example.com", null)]
    [InlineData("SIPS:a:secret@example.com:5061", "a", "example.com", 5061)]
    [InlineData("sip:*72#@192.0.2.1", "*72#", "192.0.2.1", null)]
    [InlineData("sip:%2372@pbx", "#72", "pbx", null)]
    [InlineData("sip:+172.25.16.223:5060", "", "+172.25.16.223", 5060)]
    [InlineData("sip:+15550100;npdi@example.com;user=phone", "+15550100;npdi", "example.com", null)]
    [InlineData("sip:host?Replaces=a%40b%3Bto-tag%3D1", "", "host", null)]
    [InlineData("sip:u@host?Replaces=a@b", "u", "host", null)]
    public void An_address_is_taken_apart(string text, string user, string host, int? port)
    {
        Assert.True(SipUriView.TryParse(Bytes(text), out var uri));
        Assert.Equal(user, uri.UnescapedUser());
        Assert.Equal(host, Text(uri.Host));
        Assert.Equal(port, uri.Port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip")]
    [InlineData("sip:")]
    [InlineData("sip:@example.com")]
    [InlineData("sip:a@")]
    [InlineData("sip:a@b@c")]
    [InlineData("sip:a@example.com:")]
    [InlineData("sip:a@example.com:99999")]
    [InlineData("sip:a@exa mple.com")]
    [InlineData("sip:a@example.com\r\nX: y")]
    [InlineData("<sip:a@example.com>")]
    [InlineData("1sip:a@example.com")]
    [InlineData("tel:")]
    [InlineData("tel:+")]
    [InlineData("tel:555x")]
    public void A_broken_address_is_not_valid(string text) => Assert.False(SipUriView.TryParse(Bytes(text), out _));

    // The examples of RFC 3261 section 19.1.4.
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp", true)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on", true)]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true)]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true)]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", false)]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false)]
    [InlineData("sip:carol@chicago.com;security=off", "sip:carol@chicago.com;security=on", false)]
    [InlineData("sip:a%3Bb@example.com", "sip:a;b@example.com", false)]
    [InlineData("sip:a@example.com", "sips:a@example.com", false)]
    [InlineData("tel:+1-555-0100", "tel:+1(555)0100", true)]
    [InlineData("tel:0100;phone-context=example.com", "tel:0100;phone-context=EXAMPLE.com", true)]
    [InlineData("tel:0100;phone-context=example.com", "tel:0100", false)]
    [InlineData("tel:+15550100", "tel:15550100", false)]
    public void Addresses_are_compared_by_the_rules_of_the_rfc(string one, string other, bool same)
    {
        Assert.True(SipUriView.TryParse(Bytes(one), out var first));
        Assert.True(SipUriView.TryParse(Bytes(other), out var second));
        Assert.Equal(same, first.IsEquivalentTo(second));
        Assert.Equal(same, second.IsEquivalentTo(first));
        Assert.True(first.IsEquivalentTo(first));
    }

    [Theory]
    [InlineData("sip:example.com")]
    [InlineData("sips:a:b@example.com:5061;transport=tcp;lr?Subject=a%20b&X=")]
    [InlineData("sip:+15550100@example.com;user=phone")]
    [InlineData("sip:a%40b%20c%25@example.com")]
    [InlineData("sip:edge.example.com:5060;lr;r2=on;twnat=sip:203.0.113.9:5061")]
    public void A_kept_address_is_written_as_it_was_read(string text)
    {
        Assert.True(SipUri.TryParse(text, out var uri));
        Assert.Equal(text, uri.ToString());
        Assert.True(SipUri.TryParse(uri.ToString(), out var again));
        Assert.Equal(uri, again);
        Assert.Equal(uri.GetHashCode(), again.GetHashCode());
    }

    [Fact]
    public void What_is_put_into_an_address_cannot_leave_its_place()
    {
        var uri = new SipUri { User = "a@b:c <é>\r\n", Host = "exa mple.com>\r\nX: y", Parameters = [new("p;q", "1 2;lr")] };

        Assert.Equal("sip:a%40b%3Ac%20%3C%C3%A9%3E%0D%0A@[example.comX:y];p%3Bq=1%202%3Blr", uri.ToString());
    }

    [Fact]
    public void Parameters_are_set_replaced_and_taken_away()
    {
        Assert.True(SipUri.TryParse("sip:a@example.com;transport=udp;lr", out var uri));

        Assert.True(uri.IsLooseRouter);
        Assert.Equal("tls", uri.WithParameter("Transport", "tls").Transport);
        Assert.Equal("sip:a@example.com;lr;Transport=tls", uri.WithParameter("Transport", "tls").ToString());
        Assert.Equal("sip:a@example.com;transport=udp", uri.WithoutParameter("LR").ToString());
        Assert.Null(uri.Parameter("maddr"));
        Assert.Equal("", uri.Parameter("lr"));
    }

    [Fact]
    public void A_telephone_number_is_read()
    {
        Assert.True(TelUri.TryParse("tel:+1-(201)-555.0123;isub=12;ext=34", out var tel));
        Assert.True(tel!.IsGlobal);
        Assert.Equal("+12015550123", tel.Digits);
        Assert.Equal("12", tel.Subaddress);
        Assert.Equal("34", tel.Extension);
        Assert.Equal("tel:+1-(201)-555.0123;isub=12;ext=34", tel.ToString());

        Assert.True(TelUri.TryParse("tel:*72#;phone-context=+1201", out var local));
        Assert.False(local!.IsGlobal);
        Assert.Equal("+1201", local.PhoneContext);
        Assert.False(TelUri.TryParse("sip:a@example.com", out _));
    }

    [Fact]
    public void A_very_long_address_is_not_compared_parameter_by_parameter()
    {
        var many = string.Concat(Enumerable.Range(0, 100).Select(i => $";p{i}=1"));
        Assert.True(SipUriView.TryParse(Bytes("sip:a@example.com" + many), out var one));
        Assert.True(SipUriView.TryParse(Bytes("sip:A@example.com" + many), out var other));
        Assert.False(one.IsEquivalentTo(other));
        Assert.True(one.IsEquivalentTo(one));
    }

    [Fact]
    public void A_name_and_address_are_written_so_that_they_read_back()
    {
        var written = new NameAddress
        {
            DisplayName = "A \"B\" \\ <C>,\r\nD",
            Uri = "sip:a@example.com",
            Parameters = [new("tag", "1"), new("reason", "no answer"), new("lr", null)],
        };

        Assert.Equal("\"A \\\"B\\\" \\\\ <C>,  D\" <sip:a@example.com>;tag=1;reason=\"no answer\";lr", written.ToString());
        Assert.True(NameAddressView.TryParse(Bytes(written.ToString()), out var view));
        Assert.Equal("A \"B\" \\ <C>,  D", view.Name());
        Assert.Equal(written.ToString(), NameAddress.Of(view)!.ToString());
        Assert.Equal("2", written.WithTag("2").Tag);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
