using System.Text;

namespace Sip.Tests.Support;

/// <summary>Small session descriptions; what stands in them does not matter to the stack, but their origin line does.</summary>
internal static class Description
{
    public static string Text(string owner, int version = 1) =>
        $"v=0\r\no={owner} 1 {version} IN IP4 192.0.2.50\r\ns=-\r\nc=IN IP4 192.0.2.50\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";

    public static ReadOnlyMemory<byte> Bytes(string owner, int version = 1) => Encoding.UTF8.GetBytes(Text(owner, version));
}
