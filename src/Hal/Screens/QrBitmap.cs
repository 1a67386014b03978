using System.Buffers;
using System.Collections;
using QRCoder;

namespace Hal.Screens;

/// <summary>
/// A QR code that phones read off a panel of 64 rows: version 2, error correction M, 2 pixels a module, a quiet zone of 3.5 modules, lit
/// with dark modules. These measures were decoded from a rendered, blurred and turned panel; larger versions and smaller zones were not,
/// or only just. Always the same size, so that a page can be laid out around it.
/// </summary>
public sealed class QrBitmap
{
    /// <summary>Modules in a row: version 2.</summary>
    public const int Modules = 25;

    /// <summary>Pixels in a row of a module.</summary>
    public const int PixelsPerModule = 2;

    /// <summary>Pixels of the quiet zone on each side.</summary>
    public const int Quiet = 7;

    /// <summary>Pixels in a row, quiet zone included.</summary>
    public const int Side = (Modules * PixelsPerModule) + (2 * Quiet);

    /// <summary>The longest text: alphanumeric mode, version 2, level M (ISO/IEC 18004 table 7).</summary>
    public const int LongestText = 38;

    private const int Version = 2;

    // ISO/IEC 18004 table 5: what alphanumeric mode can say. Lower case would need byte mode, and so a larger version.
    private static readonly SearchValues<char> Alphanumeric = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:");

    private readonly IReadOnlyList<BitArray> _rows;
    private readonly int _border;

    private QrBitmap(string text, IReadOnlyList<BitArray> rows) => (Text, _rows, _border) = (text, rows, (rows.Count - Modules) / 2);

    /// <summary>What it says.</summary>
    public string Text { get; }

    /// <summary>True when this module is dark.</summary>
    public bool this[int column, int row] => _rows[row + _border][column + _border];

    /// <summary>The code of a text; null when the text is empty, longer than <see cref="LongestText"/>, or not of capital letters, digits and <c> $%*+-./:</c>.</summary>
    public static QrBitmap? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > LongestText || text.AsSpan().ContainsAnyExcept(Alphanumeric))
            return null;

        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M, requestedVersion: Version);
        return new QrBitmap(text, code.ModuleMatrix);
    }
}
