using System.Security.Cryptography;

namespace Sip.Net;

/// <summary>Identifiers from the operating system's cryptographic generator.</summary>
public sealed class SystemTokens : ITokenSource
{
    /// <inheritdoc/>
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);

    /// <inheritdoc/>
    public int Next(int exclusiveMaximum) => RandomNumberGenerator.GetInt32(exclusiveMaximum);
}
