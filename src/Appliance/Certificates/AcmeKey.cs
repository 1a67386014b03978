using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Appliance.Certificates;

/// <summary>The key of an account with an authority, and what is signed with it: JSON Web Signatures with ES256 (RFC 7515, RFC 7518 section 3.4).</summary>
internal sealed class AcmeKey(ECDsa key) : IDisposable
{
    /// <summary>A new one. Chance is the system's own, as for every key.</summary>
    public static AcmeKey Make() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>One that was kept; null: it cannot be read.</summary>
    public static AcmeKey? Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize is 256)
                return new AcmeKey(key);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            // The same as none.
        }

        key.Dispose();
        return null;
    }

    /// <summary>To be kept.</summary>
    public string ToPem() => key.ExportPkcs8PrivateKeyPem();

    /// <summary>What a challenge is answered with (RFC 8555 section 8.1).</summary>
    public string Authorize(string token) => $"{token}.{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(PublicKey())))}";

    /// <summary>A request's body (RFC 8555 section 6.2).</summary>
    /// <param name="url">Where it goes.</param>
    /// <param name="nonce">The nonce that the authority gave last.</param>
    /// <param name="account">The account's address; null: none yet, the public key goes along.</param>
    /// <param name="payload">What is said, in JSON; empty: it only asks (POST-as-GET).</param>
    public byte[] Sign(string url, string nonce, string? account, string payload)
    {
        var who = account is null ? $"\"jwk\":{PublicKey()}" : $"\"kid\":{Quoted(account)}";
        var header = Encoded($"{{\"alg\":\"ES256\",{who},\"nonce\":{Quoted(nonce)},\"url\":{Quoted(url)}}}");
        var body = payload.Length is 0 ? "" : Encoded(payload);
        var signature = Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes($"{header}.{body}"), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        return Encoding.ASCII.GetBytes($"{{\"protected\":\"{header}\",\"payload\":\"{body}\",\"signature\":\"{signature}\"}}");
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    /// <summary>The public key in the form its thumbprint is taken of: members in order, no blanks (RFC 7638 section 3).</summary>
    private string PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return $"{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{Base64Url.EncodeToString(point.X)}\",\"y\":\"{Base64Url.EncodeToString(point.Y)}\"}}";
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
