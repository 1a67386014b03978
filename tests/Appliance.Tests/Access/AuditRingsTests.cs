using Appliance.Access;
using Appliance.Tests.Configuration;
using Appliance.Web;

namespace Appliance.Tests.Access;

public sealed class AuditRingsTests
{
    [Fact]
    public void Nobody_pushes_out_what_people_did()
    {
        var rings = new AuditRings();
        rings.Add(Entry("owner 1", AuditFact.TokenMade, "7"));
        for (var i = 0; i < 5000; i++)
        {
            rings.Add(Entry("nobody", AuditFact.LoginRefused, "", $"10.0.{i / 256}.{i % 256}"));
            rings.Add(Entry("token 7", i % 2 is 0 ? AuditFact.SecretKept : AuditFact.SecretForgotten, "x"));
        }

        Assert.Contains(rings.Latest(50), entry => entry.What is AuditFact.TokenMade);
        Assert.Equal(1 + AuditRings.MostOfMachines + AuditRings.MostRefused, rings.All.Count());
        Assert.True(rings.Latest(50).Length <= 100);
    }

    [Fact]
    public void The_same_again_and_again_is_one_entry_with_a_count_and_the_latest_revision()
    {
        var rings = new AuditRings();
        for (var i = 1; i <= 1000; i++)
            rings.Add(Entry("owner 1", AuditFact.SettingsChanged, $"revision {i}: calls.max-calls"));
        rings.Add(Entry("owner 1", AuditFact.SettingsChanged, "revision 1001: office.name"));
        rings.Add(Entry("owner 2", AuditFact.SettingsChanged, "revision 1002: office.name"));

        Assert.Equal([(1, "revision 1002: office.name"), (1, "revision 1001: office.name"), (1000, "revision 1000: calls.max-calls")], rings.Latest(50).Select(entry => (entry.Count, entry.Which)));
    }

    [Fact]
    public void The_file_keeps_the_count_over_a_restart()
    {
        using var folder = new TemporaryFolder();
        var file = new AuditFile(folder.Path);
        for (var i = 0; i < 7; i++)
            Assert.Null(file.Add(Entry("nobody", AuditFact.LoginRefused, "")));

        Assert.Equal(7, Assert.Single(new AuditFile(folder.Path).Latest(50)).Count);
    }

    private static AuditEntry Entry(string who, AuditFact what, string which, string from = "192.168.1.20") => new(DateTimeOffset.UnixEpoch, who, from, what, which);
}
