using Appliance.Texts;

namespace Appliance.Web;

/// <summary>The words of one answer: in the language that was chosen, else the browser's, else the office's.</summary>
/// <param name="Language"><c>en</c> or <c>zh-TW</c>.</param>
public sealed record PageWords(string Language)
{
    /// <summary>The sentence <c>web.CODE</c>.</summary>
    public string Say(string code, params string[] values) => Sentences.Say($"web.{code}", Language, values);

    internal static PageWords Of(HttpContext context) => new(LanguageOf(context));

    internal static string LanguageOf(HttpContext context)
    {
        if (context.Request.Cookies[BoxCookies.Language] is { } chosen && Sentences.Languages.Contains(chosen))
            return chosen;

        var wishes = context.Request.GetTypedHeaders().AcceptLanguage;
        var best = wishes.Where(wish => wish.Quality is not 0)
            .OrderByDescending(wish => wish.Quality ?? 1)
            .Select(wish => wish.Value.Value ?? "")
            .Select(static tag =>
                tag.Equals("en", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("en-", StringComparison.OrdinalIgnoreCase) ? "en"
                : tag.Equals("zh", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("zh-", StringComparison.OrdinalIgnoreCase) ? "zh-TW"
                : null)
            .FirstOrDefault(static language => language is not null);
        return best ?? context.RequestServices.GetService<OfficeLanguage>()?.Now() ?? "en";
    }
}

/// <summary>The office's language.</summary>
internal sealed record OfficeLanguage(Func<string> Now);
