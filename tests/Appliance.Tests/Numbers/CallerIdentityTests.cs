using Appliance.Numbers;

namespace Appliance.Tests.Numbers;

public sealed class CallerIdentityTests
{
    private static readonly NumberPlan Taipei = new(new() { Country = "TW", AreaCode = "2" });
    private static readonly PhoneNumber Main = PhoneNumber.From("+886223456789")!;
    private static readonly PhoneNumber Sales = PhoneNumber.From("+886223456780")!;
    private static readonly PhoneNumber Foreign = PhoneNumber.From("+14155552671")!;

    private static readonly CallerLine Twilio = new() { Owned = [Main, Sales], Own = Main };
    private static readonly CallerLine Provider = Twilio with { Account = "office1", CanWithhold = true, Format = NumberFormat.National, Country = "TW" };

    [Fact]
    public void An_owned_number_of_the_phone_is_shown() =>
        Assert.Equal("+886223456780", CallerIdentity.Toward(Twilio, [Sales], withheld: false)!.FromUser);

    [Fact]
    public void A_number_the_line_does_not_own_never_leaves() =>
        Assert.Equal("+886223456789", CallerIdentity.Toward(Twilio, [Foreign, null], withheld: false)!.FromUser);

    [Fact]
    public void Nothing_leaves_by_a_line_without_number_and_account() =>
        Assert.Null(CallerIdentity.Toward(new CallerLine(), [Foreign], withheld: false));

    [Fact]
    public void A_line_without_numbers_is_known_by_its_account() =>
        Assert.Equal("office1", CallerIdentity.Toward(new CallerLine { Account = "office1" }, [Foreign], withheld: false)!.FromUser);

    [Fact]
    public void Pitfall_48_a_withheld_caller_shows_no_number_in_from_and_asks_for_privacy()
    {
        var caller = CallerIdentity.Toward(Provider, [Sales], withheld: true)!;

        Assert.Equal(("anonymous", "anonymous.invalid", "Anonymous"), (caller.FromUser, caller.FromHost, caller.FromName));
        Assert.Equal(("0223456780", "id"), (caller.AssertedUser, caller.Privacy));
    }

    [Fact]
    public void Toward_twilio_the_number_stays_and_the_unmet_wish_is_told()
    {
        var caller = CallerIdentity.Toward(Twilio, [Sales], withheld: true)!;

        Assert.Equal("+886223456780", caller.FromUser);
        Assert.Null(caller.Privacy);
        Assert.True(caller.IsShownAgainstWish);
    }

    [Fact]
    public void A_provider_that_wants_the_account_in_from_gets_the_number_asserted()
    {
        var caller = CallerIdentity.Toward(Provider with { NumberIsAsserted = true }, [], withheld: false)!;

        Assert.Equal(("office1", "0223456789"), (caller.FromUser, caller.AssertedUser));
    }

    [Theory]
    [InlineData("+886912345678", "TW", NumberFormat.National, "0912345678")]
    [InlineData("+886223456789", "TW", NumberFormat.National, "0223456789")]
    [InlineData("+886800123456", "TW", NumberFormat.National, "0800123456")]
    [InlineData("+81312345678", "TW", NumberFormat.National, "00281312345678")]
    [InlineData("+886912345678", "JP", NumberFormat.National, "010886912345678")]
    [InlineData("+81312345678", "JP", NumberFormat.National, "0312345678")]
    [InlineData("+14155552671", "US", NumberFormat.National, "4155552671")]
    [InlineData("+14165551234", "US", NumberFormat.National, "01114165551234")]
    [InlineData("+442079460958", "GB", NumberFormat.National, "02079460958")]
    [InlineData("+4930123456", "DE", NumberFormat.National, "030123456")]
    [InlineData("+886912345678", "DE", NumberFormat.National, "00886912345678")]
    [InlineData("+390612345678", "IT", NumberFormat.National, "0612345678")]
    [InlineData("+886912345678", "BR", NumberFormat.National, "+886912345678")]
    [InlineData("+886912345678", "TW", NumberFormat.E164, "886912345678")]
    [InlineData("+886912345678", "TW", NumberFormat.PlusE164, "+886912345678")]
    public void A_caller_is_shown_in_the_offices_own_form(string number, string country, NumberFormat format, string shown) =>
        Assert.Equal(shown, CallerIdentity.Inward(new InboundCaller.Known(PhoneNumber.From(number)!, ""), format, country).User);

    [Theory]
    [InlineData("TW", "+81312345678")]
    [InlineData("JP", "+886912345678")]
    [InlineData("US", "+886912345678")]
    [InlineData("GB", "+14155552671")]
    [InlineData("DE", "+442079460958")]
    [InlineData("TW", "+886912345678")]
    [InlineData("US", "+14155552671")]
    public void A_shown_caller_can_be_called_back_as_shown(string country, string number)
    {
        var shown = PhoneNumber.From(number)!.Write(NumberFormat.National, country);

        Assert.Equal(number, Assert.IsType<DialledNumber.Normalised>(new NumberPlan(new() { Country = country }).Read(shown)).Number.Text);
    }

    [Theory]
    [InlineData("+14155552671", "", "CALLER NAME", "+14155552671", "CALLER NAME")]
    [InlineData("14155552671", "", "", "+14155552671", "")]
    [InlineData("0912345678", "", "", "+886912345678", "")]
    [InlineData("886912345678", "", "886912345678", "+886912345678", "")]
    [InlineData("+14155552671", "+886912345678", "", "+886912345678", "")]
    [InlineData("00281312345678", "", "", "+81312345678", "")]
    public void A_caller_is_read_in_every_form_a_trunk_writes(string from, string asserted, string name, string number, string shownName)
    {
        var caller = InboundCaller.Read(new() { FromUser = from, AssertedUser = asserted, FromName = name }, Taipei);

        Assert.Equal(new InboundCaller.Known(PhoneNumber.From(number)!, shownName), caller);
    }

    [Theory]
    [InlineData("anonymous", "anonymous.invalid", "", "")]
    [InlineData("Anonymous", "x.pstn.twilio.com", "", "")]
    [InlineData("+266696687", "x.pstn.twilio.com", "", "")]
    [InlineData("+7378742833", "x.pstn.twilio.com", "", "")]
    [InlineData("RESTRICTED", "x.pstn.twilio.com", "", "")]
    [InlineData("+14155552671", "x.pstn.twilio.com", "", "id")]
    [InlineData("+14155552671", "x.pstn.twilio.com", "+14155552671", "user")]
    [InlineData("", "", "", "")]
    public void A_withheld_caller_stays_withheld(string user, string host, string asserted, string privacy)
    {
        var caller = InboundCaller.Read(new() { FromUser = user, FromHost = host, AssertedUser = asserted, Privacy = privacy is "" ? [] : [privacy] }, Taipei);

        Assert.IsType<InboundCaller.Withheld>(caller);
        Assert.Equal(new ShownCaller("anonymous", "Anonymous", IsWithheld: true), CallerIdentity.Inward(caller, NumberFormat.National, "TW"));
    }

    [Fact]
    public void Privacy_none_hides_nobody() =>
        Assert.IsType<InboundCaller.Known>(InboundCaller.Read(new() { FromUser = "+14155552671", Privacy = ["none"] }, Taipei));

    [Fact]
    public void A_name_loses_control_signs_and_excess_length()
    {
        var name = "Eve\r\nX-Evil: 1\u202e" + new string('a', 100);
        var caller = Assert.IsType<InboundCaller.Known>(InboundCaller.Read(new() { FromUser = "+14155552671", FromName = name }, Taipei));

        Assert.StartsWith("EveX-Evil: 1aaa", caller.Name, StringComparison.Ordinal);
        Assert.Equal(64, caller.Name.Length);
    }

    [Fact]
    public void A_caller_that_is_no_number_is_shown_as_it_came_without_dangerous_signs() =>
        Assert.Equal(new InboundCaller.Other("12345scriptx", ""), InboundCaller.Read(new() { FromUser = "12345<script>@x" }, Taipei));
}
