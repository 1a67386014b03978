using System.Text;

namespace Sip.Messages;

/// <summary>One parameter: <c>lr</c>, <c>branch=z9hG4bK7</c> or <c>text="No answer"</c>.</summary>
public readonly ref struct SipParameter
{
    private readonly bool _isUri;

    internal SipParameter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool hasValue, bool isQuoted, bool isUri)
    {
        _isUri = isUri;
        Name = name;
        Value = value;
        HasValue = hasValue;
        IsQuoted = isQuoted;
    }

    /// <summary>The name as written.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The value; of a quoted string its inside, still with its backslashes.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>False for a bare name.</summary>
    public bool HasValue { get; }

    /// <summary>True when the value stood in quotes.</summary>
    public bool IsQuoted { get; }

    /// <summary>The value as text: without backslash escapes, in an address without percent escapes.</summary>
    public string Text() => this switch
    {
        { IsQuoted: true } => Grammar.Unquoted(Value),
        { _isUri: true } => Grammar.Unescaped(Value),
        _ => Encoding.UTF8.GetString(Value),
    };
}

/// <summary>
/// Parameters in the order they stand: of a header or a URI (<c>;a=b;c</c>), of URI headers (<c>a=b&amp;c=d</c>) or of a challenge
/// (<c>a=b, c="d"</c>). Empty ones, as a stray semicolon leaves behind, are passed over. Use it in a <c>foreach</c>.
/// </summary>
public ref struct SipParameters
{
    private readonly ReadOnlySpan<byte> _all;
    private readonly byte _separator;
    private readonly bool _isUri;
    private ReadOnlySpan<byte> _rest;

    /// <summary>The parameters in this text, which may or may not begin with the separator.</summary>
    public SipParameters(ReadOnlySpan<byte> text, byte separator = (byte)';')
        : this(text, separator, isUri: false)
    {
    }

    internal SipParameters(ReadOnlySpan<byte> text, byte separator, bool isUri)
    {
        _all = text;
        _rest = text;
        _separator = separator;
        _isUri = isUri;
    }

    /// <summary>The parameter the enumeration stands at.</summary>
    public SipParameter Current { get; private set; }

    /// <summary>The text they were read from, the first separator included.</summary>
    public readonly ReadOnlySpan<byte> Raw => _all;

    /// <summary>True without any text.</summary>
    public readonly bool IsEmpty => _all.IsEmpty;

    /// <summary>The enumeration itself, from the start.</summary>
    public readonly SipParameters GetEnumerator() => new(_all, _separator, _isUri);

    /// <summary>Steps to the next parameter.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = Grammar.IndexOutside(_rest, _separator);
            var one = Grammar.Trim(_rest[..end]);
            _rest = end < _rest.Length ? _rest[(end + 1)..] : default;
            if (one.IsEmpty)
                continue;

            Current = Split(one);
            return true;
        }

        return false;
    }

    /// <summary>The first parameter of this name, in any case.</summary>
    public readonly bool TryGet(ReadOnlySpan<byte> name, out SipParameter parameter)
    {
        foreach (var one in this)
        {
            if (Grammar.SameText(one.Name, name) || (_isUri && Grammar.SameUnescaped(one.Name, name)))
            {
                parameter = one;
                return true;
            }
        }

        parameter = default;
        return false;
    }

    /// <summary>The value of the first parameter of this name; empty when it has none or is missing.</summary>
    public readonly ReadOnlySpan<byte> Value(ReadOnlySpan<byte> name) => TryGet(name, out var one) ? one.Value : default;

    /// <summary>True when a parameter of this name is there, with or without a value.</summary>
    public readonly bool Has(ReadOnlySpan<byte> name) => TryGet(name, out _);

    /// <summary>The value as a number from 0 to 2^32 - 1, or null when it is missing or none.</summary>
    public readonly uint? Number(ReadOnlySpan<byte> name) =>
        TryGet(name, out var one) && Grammar.TryNumber(one.Value, out var number) ? number : null;

    /// <summary>False when a name is no token or a quoted string does not close.</summary>
    internal readonly bool AreWellFormed()
    {
        foreach (var one in this)
        {
            if (!Grammar.IsToken(one.Name))
                return false;
            if (!one.IsQuoted && one.Value.Contains((byte)'"'))
                return false;
        }

        return true;
    }

    private readonly SipParameter Split(ReadOnlySpan<byte> one)
    {
        var equals = one.IndexOf((byte)'=');
        if (equals < 0)
            return new(one, default, hasValue: false, isQuoted: false, _isUri);

        var name = Grammar.Trim(one[..equals]);
        var value = Grammar.Trim(one[(equals + 1)..]);
        if (value is [(byte)'"', ..] && Grammar.SkipQuoted(value, 0) == value.Length)
            return new(name, value[1..^1], hasValue: true, isQuoted: true, _isUri);

        return new(name, value, hasValue: true, isQuoted: false, _isUri);
    }
}
