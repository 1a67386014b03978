using System.Buffers;

namespace Sip.Messages;

/// <summary>The rule <c>hostport</c> of RFC 3261 section 25.1, with the IPv6 references of RFC 5118.</summary>
internal static class HostPort
{
    // '_' stands in many office host names. '+' stands before the private address of some carriers' contacts.
    private static readonly SearchValues<byte> HostBytes = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._+"u8);

    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create("0123456789ABCDEFabcdef:."u8);

    private const int LongestHost = 255;

    /// <summary>Takes <c>host</c> or <c>host:port</c>; the host comes without brackets, a missing port is -1.</summary>
    public static bool TryTake(ReadOnlySpan<byte> text, scoped ref int at, bool allowWhite, out ReadOnlySpan<byte> host, out int port)
    {
        port = -1;
        host = default;
        if (!TryTakeHost(text, ref at, out host))
            return false;

        var colon = allowWhite ? Grammar.SkipWhite(text, at) : at;
        if (colon >= text.Length || text[colon] is not (byte)':')
            return true;

        var start = allowWhite ? Grammar.SkipWhite(text, colon + 1) : colon + 1;
        at = start;
        while (at < text.Length && Grammar.IsDigit(text[at]))
            at++;
        return Grammar.TryPort(text[start..at], out port);
    }

    private static bool TryTakeHost(ReadOnlySpan<byte> text, scoped ref int at, out ReadOnlySpan<byte> host)
    {
        host = default;
        var rest = text[at..];
        if (rest is [(byte)'[', ..])
        {
            var close = rest.IndexOf((byte)']');
            if (close < 3 || rest[1..close].ContainsAnyExcept(AddressBytes) || rest[1..close].Count((byte)':') < 2)
                return false;
            host = rest[1..close];
            at += close + 1;
            return true;
        }

        var length = rest.IndexOfAnyExcept(HostBytes);
        host = length < 0 ? rest : rest[..length];
        at += host.Length;
        return host.Length is > 0 and <= LongestHost;
    }
}
