using Appliance.DialPlans;
using Appliance.Trunks;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Config = Appliance.Configuration.Config;

namespace Appliance.Tests.DialPlans;

public sealed class EmergencyTests
{
    private static readonly string[] Countries = ["TW", "JP", "US", "CA", "GB", "DE", "FR", "IE", "AU", "AT", "SG", "XX"];

    [Theory]
    [InlineData("TW", "110", "119", "112", "113", "118")]
    [InlineData("US", "911", "9911", "112", "933")]
    [InlineData("CA", "911", "9911", "933")]
    [InlineData("GB", "999", "112")]
    [InlineData("IE", "999", "112")]
    [InlineData("DE", "110", "112")]
    [InlineData("JP", "110", "118", "119")]
    [InlineData("AU", "000", "112")]
    [InlineData("NL", "112")]
    [InlineData("PL", "112", "997", "998", "999")]
    public void Each_country_has_its_emergency_numbers(string country, params string[] codes) =>
        Assert.All(codes, code => Assert.NotNull(EmergencyNumbers.Of(country).Find(code, "")));

    [Theory]
    [InlineData("0223456789")]
    [InlineData("1100")]
    [InlineData("911")]
    public void Other_numbers_are_none_in_taiwan(string digits) =>
        Assert.Null(EmergencyNumbers.Of("TW").Find(digits, "0"));

    [Fact]
    public void Taiwans_emergency_numbers_never_go_to_twilio_and_the_caller_hears_so()
    {
        var office = Offices.Taipei with
        {
            Trunks = [Offices.Twilio with { EmergencyNumbers = ["110", "119"] }],
            DialPlan = new() { Emergency = [new() { Number = "119", Via = ["twilio"] }] },
        };

        foreach (var code in (string[])["110", "119", "112"])
        {
            var route = office.Call(code);
            Assert.Equal("announcement emergency-not-reached", route.Describe());
            Assert.Equal(code, route.Emergency?.Code);
        }
    }

    [Fact]
    public void A_named_line_comes_first_then_other_providers_then_the_pbx()
    {
        var office = Offices.Taipei with
        {
            Trunks = [Offices.Twilio, Offices.PlanB, Offices.PlanB with { Id = "planc" }],
            Pbxs = [Offices.Asterisk],
            DialPlan = new() { Emergency = [new() { Number = "119", Via = ["planc", "gone"] }] },
        };

        Assert.Equal("planc 119 from +886277778888 | planb 119 from +886277778888 | asterisk 119 from anonymous", office.Call("119").Describe());
        Assert.Equal("planb 110 from +886277778888 | planc 110 from +886277778888 | asterisk 110 from anonymous", office.Call("110").Describe());
    }

    [Fact]
    public void An_emergency_call_from_the_pbx_does_not_go_back_to_it()
    {
        var office = Offices.Taipei with { Pbxs = [Offices.Asterisk, Offices.Asterisk with { Id = "second" }] };

        Assert.Equal("second 119 from anonymous", office.CallFromPbx("119").Describe());
        Assert.Equal("announcement emergency-not-reached", (office with { Pbxs = [Offices.Asterisk] }).CallFromPbx("119").Describe());
    }

    [Theory]
    [InlineData("911", "911")]
    [InlineData("9911", "911")]
    [InlineData("112", "911")]
    [InlineData("933", "933")]
    public void Twilio_gets_911_without_plus_and_with_a_number_of_the_trunk(string dialled, string sent) =>
        Assert.Equal($"twilio {sent} from +14155550100", Offices.SanFrancisco.Call(dialled).Describe());

    [Fact]
    public void The_number_registered_for_emergencies_is_shown_and_a_foreign_one_never()
    {
        var registered = Offices.SanFrancisco with { Trunks = [Offices.Twilio with { Numbers = ["+442079460958", "+14155550101", "+14155550100"], EmergencyCaller = "+14155550100" }] };
        var foreign = Offices.SanFrancisco with { Trunks = [Offices.Twilio with { Numbers = ["+442079460958"] }] };

        Assert.Equal("twilio 911 from +14155550100", registered.Call("911").Describe());
        Assert.Equal("announcement emergency-not-reached", foreign.Call("911").Describe());
    }

    [Fact]
    public void Germanys_110_goes_to_twilio_as_112_because_that_reaches_everyone()
    {
        var office = Offices.Taipei with { Office = new() { Country = "DE" }, Trunks = [Offices.Twilio with { Numbers = ["+4930123456"] }] };

        Assert.Equal("twilio 112 from +4930123456", office.Call("110").Describe());
        Assert.Equal("twilio 112 from +4930123456", office.Call("112").Describe());
    }

    [Fact]
    public void An_emergency_call_is_never_withheld()
    {
        var office = Offices.Taipei with { Trunks = [Offices.PlanB] };
        var route = (Route.ToTrunks)new DialPlan(office).Find(new(new CallOrigin.FromExtension("101"), "119") { Withheld = true });

        Assert.Equal("+886277778888", route.Lines[0].Caller.FromUser);
        Assert.Null(route.Lines[0].Caller.Privacy);
        Assert.Equal("emergency-not-reached", route.ThenAnnouncement);
    }

    [Fact]
    public void A_test_call_alarms_nobody_and_a_real_one_does()
    {
        Assert.True(Offices.SanFrancisco.Call("933").Emergency!.IsTest);
        Assert.False(Offices.SanFrancisco.Call("911").Emergency!.IsTest);
    }

    [Property(MaxTest = 400)]
    public Property Law_3_an_emergency_call_is_never_refused_whatever_the_settings() =>
        Prop.ForAll(AnyOffice().ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (office, pick) =>
        {
            var plan = new DialPlan(office);
            var number = plan.Numbers.Emergency.All[pick % plan.Numbers.Emergency.All.Count];
            var withPrefix = (office.DialPlan.OutsidePrefix ?? "") + number.Code;
            CallOrigin[] origins = [new CallOrigin.FromExtension("101"), new CallOrigin.FromExtension("unknown"), new CallOrigin.FromPbx("asterisk")];
            return origins.All(origin => ((string[])[number.Code, withPrefix]).All(dialled =>
            {
                var route = plan.Find(new(origin, dialled) { Withheld = pick % 2 == 0 });
                return route is Route.ToTrunks { Lines.IsEmpty: false } or Route.Announcement && route.Emergency is not null
                    && !(route is Route.ToTrunks outside && outside.Lines.Any(line => office.Office.Country is "TW" or "JP" && line.Id is "twilio"));
            }));
        });

    [Property(MaxTest = 400)]
    public Property Law_4_a_call_from_a_trunk_never_leaves_by_a_trunk() =>
        Prop.ForAll(
            AnyOffice().ToArbitrary(),
            Gen.Elements("+886223456789", "+886912345678", "0912345678", "110", "911", "101", "777", "*67", "+1", "office1", "+14155550100").ToArbitrary(),
            Gen.Elements("twilio", "planb", "gone").ToArbitrary(),
            (office, dialled, trunk) => office.CallIn(dialled, trunk) is not Route.ToTrunks);

    [Property(MaxTest = 400)]
    public Property No_text_from_a_phone_throws_or_leaves_without_an_owned_number() =>
        Prop.ForAll(AnyOffice().ToArbitrary(), ArbMap.Default.ArbFor<string?>(), (office, text) =>
            new DialPlan(office).Find(new(new CallOrigin.FromExtension("101"), text ?? "")) is not Route.ToTrunks route
            || route.Emergency is not null
            || route.Lines.All(line => line is OutsideLine.ByPbx || line.Caller.Number is null
                || office.Trunks.First(trunk => trunk.Id == line.Id).Numbers.Contains(line.Caller.Number.Text)));

    private static Gen<Config> AnyOffice() =>
        from country in Gen.Elements(Countries)
        from prefix in Gen.Elements<string?>(null, "9", "0", "1", "*", "11")
        from numbers in Gen.Elements<ValueList<string>>([], ["+886223456789"], ["+14155550100"], ["not a number"])
        from enabled in Gen.Elements(true, false)
        from trunks in Gen.Elements("", "t", "p", "tp", "pt", "tt")
        from pbx in Gen.Elements(true, false)
        from via in Gen.Elements<ValueList<string>>([], ["twilio"], ["planb"], ["asterisk"], ["gone"])
        from match in Gen.Elements("*", "1", "+", "", "11x", "+886", "9")
        from blocked in Gen.Elements("", "+", "1", "+886")
        from extension in Gen.Elements("110", "911", "112", "101", "")
        select new Config
        {
            Office = new() { Country = country },
            Trunks =
            [
                .. trunks.Select<char, TrunkConfig>(kind => kind is 't'
                    ? Offices.Twilio with { Numbers = numbers, Enabled = enabled, EmergencyNumbers = ["110", "119", "911"] }
                    : Offices.PlanB with { Numbers = numbers, Enabled = enabled }),
            ],
            Pbxs = pbx ? [Offices.Asterisk with { InternalPrefixes = ["1", "9"] }] : [],
            Extensions = [Offices.Extension(extension), Offices.Extension("101")],
            DialPlan = new()
            {
                OutsidePrefix = prefix,
                EchoNumber = extension,
                PermittedCountries = ["none"],
                BlockedPrefixes = [blocked],
                Rules = [new() { Match = match, Via = via, Strip = 20, CallerNumber = "+886912345678" }],
                Emergency = [new() { Number = "110", Via = via }, new() { Number = "911", Via = [], NotReachedAcknowledged = true }],
            },
        };
}
