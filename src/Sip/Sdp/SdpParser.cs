using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sip.Sdp;

/// <summary>
/// Reads session descriptions (RFC 8866) as devices write them: lines in any order within their section, CRLF or LF,
/// empty lines ignored, s= and t= optional.
/// </summary>
public static class SdpParser
{
    /// <summary>Reads a body. False: <paramref name="error"/> says why.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out SessionDescription? description, out SdpParseError error)
    {
        description = null;
        if (body.Length > SdpLimits.Body)
        {
            error = SdpParseError.TooLong;
            return false;
        }

        var sections = new List<(MediaDescription? Media, List<SdpLine> Lines)> { (null, []) };
        var count = 0;
        while (!body.IsEmpty)
        {
            var line = TakeLine(ref body);
            if (line.IsEmpty)
                continue;

            error = ++count > SdpLimits.Lines ? SdpParseError.TooManyLines : AddLine(line, sections);
            if (error is not SdpParseError.None)
                return false;
        }

        error = Assemble(sections, out description);
        return description is not null;
    }

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)'\n');
        var line = end < 0 ? body : body[..end];
        body = end < 0 ? default : body[(end + 1)..];
        return line is [.. var text, (byte)'\r'] ? text : line;
    }

    private static SdpParseError AddLine(ReadOnlySpan<byte> line, List<(MediaDescription? Media, List<SdpLine> Lines)> sections)
    {
        if (line.Length > SdpLimits.Line)
            return SdpParseError.TooLong;
        if (line.Length < 2 || line[1] is not (byte)'=' || !char.IsAsciiLetter((char)line[0]))
            return SdpParseError.LineWithoutType;
        if (line.IndexOfAny((byte)'\r', (byte)'\0') >= 0)
            return SdpParseError.ForbiddenByte;

        var parsed = new SdpLine((char)line[0], Encoding.Latin1.GetString(line[2..]));
        if (parsed.Type is 'm')
            return StartMedia(parsed.Value, sections);
        if (parsed.Type is 'c' && !SdpConnection.TryParse(parsed.Value, out _))
            return SdpParseError.Connection;

        sections[^1].Lines.Add(parsed);
        return SdpParseError.None;
    }

    private static SdpParseError StartMedia(string value, List<(MediaDescription? Media, List<SdpLine> Lines)> sections)
    {
        if (sections.Count > SdpLimits.Media)
            return SdpParseError.TooManyMedia;
        if (!MediaDescription.TryParse(value, out var media))
            return SdpParseError.Media;

        sections.Add((media, []));
        return SdpParseError.None;
    }

    private static SdpParseError Assemble(
        List<(MediaDescription? Media, List<SdpLine> Lines)> sections, out SessionDescription? description)
    {
        description = null;
        var lines = sections[0].Lines;
        if (lines.Count is 0 && sections.Count is 1)
            return SdpParseError.Empty;
        if (lines.Find(line => line.Type is 'v').Value?.Trim() is not "0")
            return SdpParseError.Version;
        if (lines.Find(line => line.Type is 'o').Value is not { } value || !SdpOrigin.TryParse(value, out var origin))
            return SdpParseError.Origin;

        description = new()
        {
            Origin = origin!,
            Lines = [.. lines],
            Media = [.. sections.Skip(1).Select(section => section.Media! with { Lines = [.. section.Lines] })],
        };
        return SdpParseError.None;
    }
}
