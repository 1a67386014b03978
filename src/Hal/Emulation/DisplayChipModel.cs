using Hal.Screens;

namespace Hal.Emulation;

/// <summary>
/// A display chip as its data sheet describes it, for tests: takes the command and pixel bytes that a driver sends, in pieces of any
/// size, and tells what the glass shows. Its memory starts as noise, as after power-on.
/// </summary>
public abstract class DisplayChipModel
{
    private const int Rows = 64;

    private readonly byte[] _memory;
    private readonly List<byte> _unknown = [];
    private readonly int _firstColumn;
    private readonly byte[] _arguments = new byte[6];
    private byte _command;
    private int _expected;
    private int _got;
    private bool _segmentsBackward;
    private bool _rowsBackward;
    private bool _isAllLit;
    private bool _isInverse;
    private int _startLine;
    private int _offset;

    /// <summary>A chip that has just got power.</summary>
    /// <param name="size">The glass it drives.</param>
    /// <param name="columns">Columns of its memory.</param>
    /// <param name="noise">Which noise its memory holds.</param>
    protected DisplayChipModel(ScreenSize size, int columns, int noise)
    {
        (Size, Columns, _firstColumn) = (size, columns, (columns - size.Width) / 2);
        _memory = new byte[columns * Rows / Frame.RowsPerPage];
        var state = unchecked(((uint)noise * 2654435761u) | 1);
        for (var i = 0; i < _memory.Length; i++)
            _memory[i] = (byte)((state = unchecked((state * 1664525u) + 1013904223u)) >> 24);
    }

    /// <summary>The glass it drives.</summary>
    public ScreenSize Size { get; }

    /// <summary>True while the glass is on; off after power-on.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The contrast set last.</summary>
    public byte Contrast { get; private set; } = 0x7F;

    /// <summary>How many rows are driven.</summary>
    public int Multiplex { get; private set; } = Rows;

    /// <summary>The byte that says how the rows are wired.</summary>
    public byte RowWiring { get; private set; } = 0x12;

    /// <summary>True when columns and rows both run backwards, false when both run forwards, null when the picture is mirrored.</summary>
    public bool? IsTurned => (_segmentsBackward, _rowsBackward) switch
    {
        (true, true) => false,
        (false, false) => true,
        _ => null,
    };

    /// <summary>True while the chip makes the voltage of the glass itself.</summary>
    public abstract bool IsPumping { get; }

    /// <summary>Command bytes that the data sheet does not know.</summary>
    public IReadOnlyList<byte> Unknown => _unknown;

    /// <summary>How many command and pixel bytes have come.</summary>
    public int BytesTaken { get; private set; }

    /// <summary>What the memory holds for the glass, whether it is on or not. The rows begin at the start line.</summary>
    public Frame Memory
    {
        get
        {
            var canvas = new Canvas(Size);
            for (var y = 0; y < Size.Height; y++)
                for (var x = 0; x < Size.Width; x++)
                    canvas.Set(x, y, IsSet(x + _firstColumn, (y + _startLine + _offset) % Rows));
            return canvas.ToFrame();
        }
    }

    /// <summary>What somebody before the glass sees.</summary>
    public Frame Glass
    {
        get
        {
            var canvas = new Canvas(Size);
            if (IsOn && IsPumping)
            {
                var memory = Memory;
                for (var y = 0; y < Math.Min(Size.Height, Multiplex); y++)
                    for (var x = 0; x < Size.Width; x++)
                        canvas.Set(x, y, _isAllLit || (memory[x, y] ^ _isInverse));
            }

            return canvas.ToFrame();
        }
    }

    /// <summary>Columns of the memory.</summary>
    protected int Columns { get; }

    /// <summary>The column that the next pixel byte goes to.</summary>
    protected int Column { get; set; }

    /// <summary>The page that the next pixel byte goes to.</summary>
    protected int Page { get; set; }

    /// <summary>Takes command bytes. A command may be cut between two calls.</summary>
    public void Command(ReadOnlySpan<byte> bytes)
    {
        BytesTaken += bytes.Length;
        foreach (var next in bytes)
        {
            if (_got < _expected)
            {
                _arguments[_got++] = next;
            }
            else
            {
                (_command, _got) = (next, 0);
                _expected = ArgumentsOf(next);
            }

            if (_got == _expected)
            {
                if (!CarryOut(_command, _arguments.AsSpan(0, _expected)))
                    _unknown.Add(_command);
                _expected = _got = 0;
            }
        }
    }

    /// <summary>Takes pixel bytes.</summary>
    public void Pixels(ReadOnlySpan<byte> bytes)
    {
        BytesTaken += bytes.Length;
        foreach (var next in bytes)
        {
            if (Column < Columns)
                _memory[(Page * Columns) + Column] = next;
            Advance();
        }
    }

    /// <summary>Takes a transfer.</summary>
    public void Take(DisplayWrite write)
    {
        Command(write.Commands.Span);
        Pixels(write.Pixels.Span);
    }

    /// <summary>How many bytes follow a command.</summary>
    protected virtual int ArgumentsOf(byte command) => command switch
    {
        DisplayCommand.Contrast or DisplayCommand.Multiplex or DisplayCommand.Offset or DisplayCommand.Clock => 1,
        DisplayCommand.Precharge or DisplayCommand.RowWiring or DisplayCommand.DeselectedRows => 1,
        _ => 0,
    };

    /// <summary>Obeys a command. Returns false when there is no such command.</summary>
    protected virtual bool CarryOut(byte command, ReadOnlySpan<byte> arguments)
    {
        switch (command)
        {
            case < 0x10:
                Column = (Column & 0xF0) | (command & 0x0F);
                return true;
            case < 0x20:
                Column = (Column & 0x0F) | ((command & 0x0F) << 4);
                return true;
            case >= 0x40 and < 0x80:
                _startLine = command & 0x3F;
                return true;
            case DisplayCommand.Contrast:
                Contrast = arguments[0];
                return true;
            case DisplayCommand.SegmentsForward or DisplayCommand.SegmentsForward + 1:
                _segmentsBackward = (command & 1) != 0;
                return true;
            case DisplayCommand.FollowMemory or DisplayCommand.FollowMemory + 1:
                _isAllLit = (command & 1) != 0;
                return true;
            case DisplayCommand.NotInverse or DisplayCommand.NotInverse + 1:
                _isInverse = (command & 1) != 0;
                return true;
            case DisplayCommand.Multiplex:
                Multiplex = (arguments[0] & 0x3F) + 1;
                return true;
            case DisplayCommand.Off or DisplayCommand.On:
                IsOn = command is DisplayCommand.On;
                return true;
            case >= DisplayCommand.Page and < DisplayCommand.Page + 8:
                Page = command & 0x07;
                return true;
            case >= DisplayCommand.RowsForward and < DisplayCommand.RowsForward + 16:
                _rowsBackward = (command & 0x08) != 0;
                return true;
            case DisplayCommand.Offset:
                _offset = arguments[0] & 0x3F;
                return true;
            case DisplayCommand.RowWiring:
                RowWiring = arguments[0];
                return true;
            case DisplayCommand.Clock or DisplayCommand.Precharge or DisplayCommand.DeselectedRows or DisplayCommand.Nothing:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Moves on after a pixel byte.</summary>
    protected abstract void Advance();

    private bool IsSet(int column, int row) => (_memory[(row / Frame.RowsPerPage * Columns) + column] >> (row % Frame.RowsPerPage) & 1) != 0;
}
