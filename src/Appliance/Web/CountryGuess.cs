using Appliance.Numbers;

namespace Appliance.Web;

/// <summary>In which country the office probably is, by the region of the browser's languages. Somebody confirms it.</summary>
internal static class CountryGuess
{
    /// <summary>Two letters; empty where the browser does not tell.</summary>
    public static string Of(HttpContext context) =>
        context.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(static wish => wish.Quality ?? 1)
            .Select(static wish => (wish.Value.Value ?? "").Split('-')[^1].ToUpperInvariant())
            .FirstOrDefault(static region => region.Length is 2 && region.All(char.IsAsciiLetterUpper) && region is not ("EN" or "ZH") && NumberPlan.IsKnownCountry(region)) ?? "";
}
