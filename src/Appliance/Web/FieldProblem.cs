using Appliance.DialPlans;
using Microsoft.AspNetCore.Mvc;

namespace Appliance.Web;

/// <summary>An error of the API that names the fields that are wrong, each with its sentence.</summary>
internal static class FieldProblem
{
    /// <summary>The error of this code with these troubles.</summary>
    public static IResult Of(HttpContext context, string code, IReadOnlyDictionary<string, ExplanationStep> troubles)
    {
        var words = PageWords.Of(context);
        var problem = new ValidationProblemDetails(troubles.ToDictionary(static trouble => trouble.Key, trouble => new[] { trouble.Value.Say(words.Language) }, StringComparer.Ordinal))
        {
            Type = $"urn:landline:{code}",
            Status = StatusCodes.Status400BadRequest,
            Title = words.Say(code),
        };
        problem.Extensions["code"] = code;
        problem.Extensions["sentence"] = problem.Title;
        problem.Extensions["remedy"] = words.Say($"{code}.remedy");
        return Results.Json(problem, contentType: "application/problem+json", statusCode: StatusCodes.Status400BadRequest);
    }
}
