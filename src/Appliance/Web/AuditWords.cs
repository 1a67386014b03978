using System.Text.Json;
using Appliance.Access;

namespace Appliance.Web;

/// <summary>The names of what the record tells.</summary>
internal static class AuditWords
{
    /// <summary>As in the API and in sentences: <c>logged-in</c>.</summary>
    public static string NameOf(AuditFact what) => JsonNamingPolicy.KebabCaseLower.ConvertName(what.ToString());
}
