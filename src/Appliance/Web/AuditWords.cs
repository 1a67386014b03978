using System.Text.Json;
using Appliance.Access;

namespace Appliance.Web;

/// <summary>The names of what the record tells, and of the kinds of tokens.</summary>
internal static class AuditWords
{
    /// <summary>As in the API and in sentences: <c>logged-in</c>.</summary>
    public static string NameOf(AuditFact what) => JsonNamingPolicy.KebabCaseLower.ConvertName(what.ToString());

    /// <summary>As in the API and in forms: <c>read</c>.</summary>
    public static string NameOf(TokenKind kind) => kind is TokenKind.Change ? "change" : "read";

    /// <summary>The kind of this name; one that is not said is the weaker one. Null: there is none of this name.</summary>
    public static TokenKind? KindOf(string? name) => name switch
    {
        null or "" or "read" => TokenKind.Read,
        "change" => TokenKind.Change,
        _ => null,
    };
}
