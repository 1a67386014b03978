namespace Sip.Authentication;

/// <summary>The request-digest of RFC 7616 section 3.4.1 and, without qop, of RFC 2069.</summary>
internal static class DigestResponse
{
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="userSum">The sum of user, realm and password.</param>
    /// <param name="nonce">The server's nonce.</param>
    /// <param name="count">The nonce count as eight hexadecimal digits, or null for the form without qop.</param>
    /// <param name="clientNonce">The client's nonce.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="uri">The digest-uri as it stands in the credentials.</param>
    public static string Compute(
        DigestAlgorithm algorithm, string userSum, string nonce, string? count, string clientNonce, string method, string uri)
    {
        var first = algorithm.IsSession() ? algorithm.Sum($"{userSum}:{nonce}:{clientNonce}") : userSum;
        var second = algorithm.Sum($"{method}:{uri}");
        return algorithm.Sum(count is null ? $"{first}:{nonce}:{second}" : $"{first}:{nonce}:{count}:{clientNonce}:auth:{second}");
    }
}
