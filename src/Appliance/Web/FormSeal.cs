using System.Security.Cryptography;
using System.Text;
using Appliance.Access;
using Sip;

namespace Appliance.Web;

/// <summary>
/// Proves that a form or a call that changes something was begun on the box's own page: each browser has a cookie of chance, and each
/// form the seal that belongs to that cookie and to the session. A page elsewhere knows neither.
/// </summary>
internal sealed class FormSeal
{
    /// <summary>The name of the form's field.</summary>
    public const string Field = "seal";

    /// <summary>The header of a call by script.</summary>
    public const string Header = "X-Landline-Seal";

    private readonly ITokenSource _tokens;
    private readonly byte[] _key = new byte[32];

    public FormSeal(ITokenSource tokens)
    {
        _tokens = tokens;
        tokens.Fill(_key);
    }

    /// <summary>The seal for this browser and whoever is logged in there.</summary>
    public string Of(HttpContext context, string? session)
    {
        var name = BoxCookies.Form(context);
        if (AccessKey.HashOf(context.Request.Cookies[name]) is null && context.Items[name] is not string)
        {
            var drawn = AccessKey.Draw(_tokens);
            context.Items[name] = drawn;
            BoxCookies.Set(context, name, drawn, SameSiteMode.Strict, "/", null);
        }

        return Seal(context.Items[name] as string ?? context.Request.Cookies[name]!, session);
    }

    /// <summary>True when the request bears the seal that belongs to it.</summary>
    public async Task<bool> IsRightAsync(HttpContext context, string? session)
    {
        var cookie = context.Request.Cookies[BoxCookies.Form(context)];
        if (AccessKey.HashOf(cookie) is null)
            return false;
        var given = context.Request.Headers[Header] is [{ } header]
            ? header
            : context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))[Field].ToString() : "";
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Seal(cookie!, session)));
    }

    private string Seal(string cookie, string? session) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{cookie}|{session}")));
}
