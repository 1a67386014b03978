using Appliance.Access;
using Appliance.Tests.Configuration;
using Appliance.Web;

namespace Appliance.Tests.Web;

public sealed class AuditFileTests
{
    [Fact]
    public void What_is_told_after_a_line_that_a_power_cut_tore_is_not_lost()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (Entry("first"), Entry("second"));
        Assert.Null(new AuditFile(folder.Path).Add(first));
        var file = folder.File(AuditFile.FileName);
        var line = File.ReadAllText(file);
        File.AppendAllText(file, line[..(line.Length / 2)]);

        Assert.Null(new AuditFile(folder.Path).Add(second));

        Assert.Equal([second, first], new AuditFile(folder.Path).Latest(10));
        Assert.EndsWith("}\n", File.ReadAllText(file), StringComparison.Ordinal);
    }

    private static AuditEntry Entry(string which) => new(DateTimeOffset.UnixEpoch, "owner", "", AuditFact.SettingsChanged, which);
}
