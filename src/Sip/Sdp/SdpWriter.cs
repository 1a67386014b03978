using System.Buffers;
using System.Text;

namespace Sip.Sdp;

/// <summary>Writes session descriptions, every line ended by CRLF (RFC 8866 section 5).</summary>
public static class SdpWriter
{
    /// <summary>Writes the description in the order of its lines.</summary>
    public static void Write(SessionDescription description, IBufferWriter<byte> output)
    {
        foreach (var line in description.Lines)
            Write(line, output);

        foreach (var media in description.Media)
        {
            foreach (var line in media.AllLines)
                Write(line, output);
        }
    }

    /// <summary>The description as a body.</summary>
    public static byte[] ToBytes(SessionDescription description)
    {
        var output = new ArrayBufferWriter<byte>(512);
        Write(description, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(SdpLine line, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(line.Value.Length + 4);
        span[0] = (byte)line.Type;
        span[1] = (byte)'=';
        var length = 2 + Encoding.Latin1.GetBytes(line.Value, span[2..]);
        "\r\n"u8.CopyTo(span[length..]);
        output.Advance(length + 2);
    }
}
