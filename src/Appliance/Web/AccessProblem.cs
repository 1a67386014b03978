using Appliance.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Appliance.Web;

/// <summary>An error of the API: problem+json (RFC 9457) with a stable code, a sentence and what to do.</summary>
internal static class AccessProblem
{
    /// <summary>The error of this code; its sentences are <c>web.CODE</c> and <c>web.CODE.remedy</c>.</summary>
    public static IResult Of(HttpContext context, int status, string code, params string[] values) => With(context, status, code, [], values);

    /// <summary>The same, with more that a program can read.</summary>
    public static IResult With(HttpContext context, int status, string code, IEnumerable<KeyValuePair<string, object?>> more, params string[] values)
    {
        var language = PageWords.LanguageOf(context);
        var problem = new ProblemDetails { Type = $"urn:landline:{code}", Status = status, Title = Sentences.Say($"web.{code}", language, values) };
        problem.Extensions["code"] = code;
        problem.Extensions["sentence"] = problem.Title;
        problem.Extensions["remedy"] = Sentences.Say($"web.{code}.remedy", language, values);
        foreach (var (name, value) in more)
            problem.Extensions[name] = value;
        return Results.Json(problem, contentType: "application/problem+json", statusCode: status);
    }
}
