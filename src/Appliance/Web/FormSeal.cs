using System.Buffers;
using System.Security.Cryptography;
using Appliance.Access;
using Sip;

namespace Appliance.Web;

/// <summary>
/// Proves that a form or a call that changes something was begun on the box's own page: each browser has a cookie of chance, and each
/// form the seal that belongs to that cookie and to the session. A page elsewhere knows neither. A seal is written differently each time,
/// masked with chance, so that nothing of it can be learned from the length of many compressed pages (<see cref="Compression"/>).
/// </summary>
internal sealed class FormSeal(AccessKeyFile key, ITokenSource tokens)
{
    /// <summary>The name of the form's field.</summary>
    public const string Field = "seal";

    /// <summary>The header of a call by script.</summary>
    public const string Header = "X-Landline-Seal";

    private const int Length = HMACSHA256.HashSizeInBytes;

    /// <summary>The seal for this browser and whoever is logged in there.</summary>
    public string Of(HttpContext context, string? session)
    {
        var name = BoxCookies.Form(context);
        if (AccessKey.HashOf(context.Request.Cookies[name]) is null && context.Items[name] is not string)
        {
            var drawn = AccessKey.Draw(tokens);
            context.Items[name] = drawn;
            BoxCookies.Set(context, name, drawn, SameSiteMode.Strict, "/", null);
        }

        return Masked(Seal(context.Items[name] as string ?? context.Request.Cookies[name]!, session));
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
        return Unmasked(given) is { } seal && CryptographicOperations.FixedTimeEquals(seal, Seal(cookie!, session));
    }

    private byte[] Seal(string cookie, string? session) => key.Of("form", $"{cookie}|{session}");

    /// <summary>A mask of chance, and the seal under it.</summary>
    private string Masked(ReadOnlySpan<byte> seal)
    {
        Span<byte> written = stackalloc byte[2 * Length];
        tokens.Fill(written[..Length]);
        Lay(written[..Length], seal, written[Length..]);
        return Convert.ToHexStringLower(written);
    }

    private static byte[]? Unmasked(string written)
    {
        Span<byte> bytes = stackalloc byte[2 * Length];
        if (Convert.FromHexString(written, bytes, out _, out var read) is not OperationStatus.Done || read != bytes.Length)
            return null;
        var seal = new byte[Length];
        Lay(bytes[..Length], bytes[Length..], seal);
        return seal;
    }

    private static void Lay(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> over, Span<byte> result)
    {
        for (var i = 0; i < Length; i++)
            result[i] = (byte)(mask[i] ^ over[i]);
    }
}
