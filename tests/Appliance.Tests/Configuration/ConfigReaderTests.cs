using System.Net;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Trunks;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Sip;
using Config = Appliance.Configuration.Config;

namespace Appliance.Tests.Configuration;

public sealed class ConfigReaderTests
{
    [Fact]
    public void An_empty_file_is_a_valid_box()
    {
        var reading = ConfigReader.Read("", Samples.Secrets);

        Assert.Empty(reading.Faults);
        Assert.Equal(Config.Empty, reading.Config);
    }

    [Fact]
    public void The_example_we_ship_is_valid_without_a_warning()
    {
        var reading = ConfigReader.Read(Samples.Shipped, Samples.Secrets);

        Assert.Equal("appliance.toml: nothing is wrong.\n", ConfigCheck.Describe(reading.Faults));
    }

    [Fact]
    public void The_example_we_ship_is_read_as_it_says()
    {
        var config = ConfigReader.Read(Samples.Shipped, Samples.Secrets).Config;

        var trunk = Assert.IsType<TrunkConfig.TwilioTrunk>(Assert.Single(config.Trunks));
        Assert.Equal(["taipei-office.pstn.tokyo.twilio.com", "taipei-office.pstn.singapore.twilio.com"], trunk.Hosts);
        Assert.True(trunk.IsSecure);
        Assert.Equal("+886223456789", trunk.ShownNumber);
        Assert.Equal(["101", "102"], config.Extensions.Select(extension => extension.Id));
        Assert.Equal(MediaSecurity.Required, config.Extensions[1].Media);
        var pbx = Assert.Single(config.Pbxs);
        Assert.Equal(IPNetwork.Parse("192.168.1.20/32"), Assert.Single(pbx.Addresses));
        Assert.Equal(TransportKind.Tcp, pbx.Transport);
        Assert.Equal(new InboundTarget.Ring(["101", "102"]), config.Inbound[0].Target);
        Assert.Equal(new InboundTarget.ToPbx("asterisk"), config.Inbound[1].Target);
        Assert.True(config.DialPlan.Emergency[4].NotReachedAcknowledged);
    }

    [Fact]
    public void The_same_text_read_twice_gives_equal_settings() =>
        Assert.Equal(ConfigReader.Read(Samples.Shipped).Config, ConfigReader.Read(Samples.Shipped).Config);

    [Fact]
    public void A_file_with_ten_faults_reports_ten_faults_each_with_its_line_and_remedy()
    {
        const string text = """
            [office]
            country = "Taiwan"

            [network]
            sip-tls-port = 70000
            web-prot = 8080

            [[trunk]]
            id = "twilio"
            kind = "twilio-trunk"
            termination-host = "my-office.sip.twilio.com"
            numbers = ["+886223456789"]
            user-name = "office"
            password = "Hunter2Hunter2"
            password-secret = "twilio-office"
            transport = "udp"

            [[extension]]
            number = "101
            password-secret = "phone-101"

            [[extension]]
            number = "109"
            password-secret = "phone-9"
            max-contacts = "two"

            [[inbound]]
            number = "*"
            ring = ["102"]
            """;

        var faults = ConfigReader.Read(text, Samples.Secrets).Faults.Where(fault => fault.Weight is FaultWeight.Fault).ToList();

        Assert.Equal(
            [
                (2, "office.country"),
                (5, "network.sip-tls-port"),
                (6, "network.web-prot"),
                (11, "trunk[1].termination-host"),
                (14, "trunk[1].password"),
                (16, "trunk[1].transport"),
                (19, "line 19"),
                (24, "extension[2].password-secret"),
                (25, "extension[2].max-contacts"),
                (29, "inbound[1].ring[1]"),
            ],
            faults.Select(fault => (fault.Line, fault.Key)));
        Assert.All(faults, fault =>
        {
            Assert.NotEqual(0, fault.Column);
            Assert.NotEmpty(fault.What);
            Assert.NotEmpty(fault.Why);
            Assert.NotEmpty(fault.Remedy);
        });
        Assert.DoesNotContain("Hunter2", ConfigCheck.Describe(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Exactly_ten_single_mistakes_are_exactly_ten_faults()
    {
        var text = Samples.Shipped
            .Replace("name = \"Taipei office\"", "nmae = \"Taipei office\"", StringComparison.Ordinal)
            .Replace("language = \"en\"", "language = \"de\"", StringComparison.Ordinal)
            .Replace("sip-tls-port = 5061", "sip-tls-port = 5060", StringComparison.Ordinal)
            .Replace("first-port = 16384", "first-port = 16385", StringComparison.Ordinal)
            .Replace("max-calls = 30", "max-calls = 0", StringComparison.Ordinal)
            .Replace("calls-per-second = 1 ", "calls-per-second = 1.5 ", StringComparison.Ordinal)
            .Replace("caller-number = \"+886223456790\"", "caller-number = \"+886229999999\"", StringComparison.Ordinal)
            .Replace("number = \"102\"", "number = \"101\"", StringComparison.Ordinal)
            .Replace("ring = [\"101\", \"102\"]", "ring = [\"101\", \"103\"]", StringComparison.Ordinal)
            .Replace("via = [\"twilio\"]", "via = [\"twillio\"]", StringComparison.Ordinal);

        var reading = ConfigReader.Read(text, Samples.Secrets);

        Assert.False(reading.IsUsable);
        Assert.Equal(
            [
                "office.nmae", "office.language", "network.sip-tls-port", "media.first-port", "calls.max-calls",
                "trunk[1].calls-per-second", "extension[2].number", "extension[2].caller-number", "dial-plan.rule[1].via[1]", "inbound[1].ring[2]",
            ],
            reading.Faults.Select(fault => fault.Key));
    }

    [Theory]
    [InlineData("[office]\ncountry = \"TW\nname = \"x\"", 2, "does not end")]
    [InlineData("[office\ncountry = \"TW\"", 1, "not closed")]
    [InlineData("[office]\ncountry = \"TW\"\ncountry = \"JP\"", 3, "written twice")]
    [InlineData("[office]\n[media]\n[office]", 3, "written twice")]
    [InlineData("[office]\nname = Landline", 2, "cannot be read")]
    [InlineData("[media]\nfirst-port = 99999999999999999999", 2, "whole number")]
    [InlineData("hello\n", 1, "cannot be read")]
    [InlineData("a = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 1, "nested")]
    public void A_line_that_is_no_setting_is_named(string text, int line, string what)
    {
        var faults = ConfigReader.Read(text).Faults;

        Assert.Contains(faults, fault => fault.Line == line && fault.What.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void Single_brackets_around_a_repeated_section_are_one_fault_and_the_section_is_read()
    {
        var reading = ConfigReader.Read("[extension]\nnumber = \"101\"\npassword-secret = \"phone-101\"\n[extension]\nnumber = \"102\"\npassword-secret = \"phone-102\"\n", Samples.Secrets);

        Assert.Contains("[[extension]]", reading.Faults[0].Remedy, StringComparison.Ordinal);
        Assert.Equal((4, FaultWeight.Fault), (Assert.Single(reading.Faults).Line, reading.Faults[0].Weight));
        Assert.Equal(["101", "102"], reading.Config.Extensions.Select(extension => extension.Id));
    }

    [Theory]
    [InlineData("[office]\ncontry = \"TW\"", "country")]
    [InlineData("[calls]\nmax_calls = 3", "max-calls")]
    [InlineData("[ofice]\nname = \"x\"", "office")]
    [InlineData("[[trunks]]\nid = \"x\"", "trunk")]
    public void A_misspelt_setting_gets_the_right_spelling(string text, string meant) =>
        Assert.Contains(ConfigReader.Read(text).Faults, fault => fault.Remedy == $"Did you mean {meant}?");

    [Theory]
    [InlineData("02-23456789", "+886223456789")]
    [InlineData("0912 345 678", "+886912345678")]
    [InlineData("+886 2 2345 6789", "+886223456789")]
    public void A_number_in_the_countrys_own_form_is_answered_with_the_international_one(string written, string meant)
    {
        var text = Samples.Small.Replace("+886223456789", written, StringComparison.Ordinal);

        var fault = Assert.Single(ConfigReader.Read(text, Samples.Secrets).Faults, fault => fault.Key is "trunk[1].numbers[1]");

        Assert.Equal($"Write \"{meant}\".", fault.Remedy);
    }

    [Theory]
    [InlineData("user-name = \"office\"\npassword-secret = \"twilio-office\"", "", "trunk[1].user-name")]
    [InlineData("user-name = \"office\"", "", "trunk[1].user-name")]
    [InlineData("password-secret = \"twilio-office\"", "", "trunk[1].password-secret")]
    [InlineData("numbers = [\"+886223456789\"]", "", "trunk[1].numbers")]
    [InlineData("numbers = [\"+886223456789\"]", "numbers = []", "trunk[1].numbers")]
    [InlineData("numbers = [\"+886223456789\"]", "numbers = [\"+886223456789\"]\ncaller-number = \"+886911111111\"", "trunk[1].caller-number")]
    [InlineData("termination-host = \"my-office.pstn.twilio.com\"", "termination-host = \"my-office.pstn.twillio.com\"", "trunk[1].termination-host")]
    [InlineData("termination-host = \"my-office.pstn.twilio.com\"", "termination-host = \"my-office.pstn.paris.twilio.com\"", "trunk[1].termination-host")]
    [InlineData("termination-host = \"my-office.pstn.twilio.com\"", "termination-host = \"sip:my-office.pstn.twilio.com\"", "trunk[1].termination-host")]
    [InlineData("id = \"twilio\"", "id = \"my trunk\"", "trunk[1].id")]
    [InlineData("id = \"twilio\"", "id = \"twilio\"\nedges = [\"tokyo\"]", "trunk[1].edges[1]")]
    [InlineData("id = \"twilio\"", "id = \"twilio\"\naccount-sid = \"SK00000000000000000000000000000000\"", "trunk[1].account-sid")]
    [InlineData("id = \"twilio\"", "id = \"twilio\"\nsecure = true\ntransport = \"udp\"", "trunk[1].transport")]
    [InlineData("country = \"TW\"", "", "office.country")]
    [InlineData("number = \"101\"", "number = \"119\"", "extension[1].number")]
    [InlineData("number = \"101\"", "number = \"777\"", "extension[1].number")]
    [InlineData("number = \"101\"", "number = \"1o1\"", "extension[1].number")]
    [InlineData("\"phone-101\"", "\"phone-111\"", "extension[1].password-secret")]
    [InlineData("\"phone-101\"", "\"My Password!\"", "extension[1].password-secret")]
    public void A_wrong_setting_is_found(string right, string wrong, string key)
    {
        var text = Samples.Small.Replace(right, wrong, StringComparison.Ordinal);

        var faults = ConfigReader.Read(text, Samples.Secrets).Faults.Where(fault => fault.Weight is FaultWeight.Fault);

        Assert.Equal([key], faults.Select(fault => fault.Key));
    }

    [Fact]
    public void Uk_is_understood_as_gb()
    {
        var config = ConfigReader.Read("[office]\ncountry = \"uk\"\n[dial-plan]\npermitted-countries = [\"UK\", \"ie\"]\n").Config;

        Assert.Equal("GB", config.Office.Country);
        Assert.Equal(["GB", "IE"], config.DialPlan.PermittedCountries);
    }

    [Theory]
    [InlineData("expires-seconds = 300", "trunk[1].expires-seconds")]
    [InlineData("expires-seconds = 7200", "trunk[1].expires-seconds")]
    [InlineData("edge = \"tokio\"", "trunk[1].edge")]
    [InlineData("secure = false\ntransport = \"tls\"", "trunk[1].transport")]
    public void A_wrong_setting_of_a_sip_domain_is_found(string line, string key)
    {
        var text = $"""
            [office]
            country = "TW"
            [[trunk]]
            id = "domain"
            kind = "twilio-domain"
            domain = "my-office.sip.twilio.com"
            numbers = ["+886223456789"]
            user-name = "office"
            password-secret = "twilio-office"
            {line}
            """;

        var faults = ConfigReader.Read(text, Samples.Secrets).Faults.Where(fault => fault.Weight is FaultWeight.Fault);

        Assert.Equal([key], faults.Select(fault => fault.Key));
    }

    [Theory]
    [InlineData("password = \"sesame-sesame\"")]
    [InlineData("secret = \"sesame-sesame\"")]
    [InlineData("password-secret = \"sesame-sesame\"")]
    [InlineData("password-secret = \"Sesame sesame-sesame\"")]
    [InlineData("password = \"sesame-sesame\"\npassword = \"sesame-sesame\"")]
    [InlineData("password = \"sesame-sesame")]
    [InlineData("password = sesame-sesame")]
    public void A_password_written_into_the_file_is_told_of_and_never_repeated(string line)
    {
        var text = $"[[pbx]]\nid = \"x\"\naddresses = [\"192.168.1.20\"]\nuser-name = \"u\"\n{line}\n";

        var reading = ConfigReader.Read(text, Samples.Secrets);

        Assert.False(reading.IsUsable);
        Assert.DoesNotContain("sesame", ConfigCheck.Describe(reading.Faults), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_pbx_known_by_the_whole_internet_is_refused()
    {
        var faults = ConfigReader.Read("[[pbx]]\nid = \"x\"\naddresses = [\"0.0.0.0/0\"]\n").Faults;

        Assert.Equal("pbx[1].addresses[1]", Assert.Single(faults).Key);
    }

    [Fact]
    public void Emergency_numbers_that_nothing_carries_are_a_warning_and_not_a_fault()
    {
        var reading = ConfigReader.Read(Samples.Small, Samples.Secrets);

        Assert.True(reading.IsUsable);
        var warning = Assert.Single(reading.Faults);
        Assert.Equal("dial-plan.emergency", warning.Key);
        Assert.Contains("110", warning.What, StringComparison.Ordinal);
        Assert.Contains("119", warning.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trunk_elsewhere_than_at_twilio_is_a_warning_only()
    {
        var text = Samples.Small.Replace("my-office.pstn.twilio.com", "trunk.example", StringComparison.Ordinal);

        var reading = ConfigReader.Read(text, Samples.Secrets);

        Assert.True(reading.IsUsable);
        Assert.Contains(reading.Faults, fault => fault is { Key: "trunk[1].termination-host", Weight: FaultWeight.Warning });
    }

    [Fact]
    public void Too_few_media_ports_for_the_calls_are_a_fault()
    {
        var faults = ConfigReader.Read("[media]\nfirst-port = 20000\nlast-port = 20019\n[calls]\nmax-calls = 6\n").Faults;

        Assert.Equal("media.last-port", Assert.Single(faults).Key);
    }

    [Fact]
    public void A_fault_is_described_with_file_line_column_reason_and_remedy()
    {
        var faults = ConfigReader.Read("[network]\nweb-port = 0\n").Faults;

        Assert.Equal(
            """
            appliance.toml:2:12: web-port is 0. (network.web-port)
                Why: Ports go from 1 to 65535.
                Do:  Write a port from 1 to 65535.
            1 fault, 0 warnings. The box keeps the last settings that were right.

            """,
            ConfigCheck.Describe(faults));
    }

    [Property(MaxTest = 500)]
    public void Any_text_is_read_without_an_exception(string? text) => ConfigReader.Read(text ?? "", Samples.Secrets);

    [Property(MaxTest = 300)]
    public Property A_shipped_file_with_a_piece_torn_out_or_put_in_is_read_without_an_exception()
    {
        var shipped = Samples.Shipped;
        var damage = from start in Gen.Choose(0, shipped.Length)
                     from length in Gen.Choose(0, 60)
                     from put in Gen.Elements("", "\"", "[", "]", "=", "\n", "\0", "[[", "'''", "\"\"\"", "{", "#", "\ud800", "電話", "-1", "1e9", "true")
                     select shipped.Remove(start, Math.Min(length, shipped.Length - start)).Insert(start, put);

        return Prop.ForAll(Arb.From(damage), text =>
        {
            var reading = ConfigReader.Read(text, Samples.Secrets);
            Assert.All(reading.Faults, fault => Assert.InRange(fault.Line, 0, text.Count(letter => letter is '\n') + 1));
            _ = ConfigCheck.Describe(reading.Faults);
        });
    }
}
