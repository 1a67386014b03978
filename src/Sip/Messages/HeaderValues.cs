namespace Sip.Messages;

/// <summary>
/// Every value of one header field, over repeated lines and, for fields that are lists, over commas: the two forms mean the same
/// (RFC 3261 section 7.3.1). Quoted strings and angle brackets are respected. Use it in a <c>foreach</c>.
/// </summary>
public ref struct HeaderValues
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly ReadOnlySpan<HeaderRef> _headers;
    private readonly HeaderName _name;
    private readonly bool _isList;
    private ReadOnlySpan<byte> _rest;
    private int _next;
    private bool _insideLine;

    internal HeaderValues(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderRef> headers, HeaderName name)
    {
        _message = message;
        _headers = headers;
        _name = name;
        _isList = name.IsList();
    }

    /// <summary>The value the enumeration stands at, without white space around it.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>The enumeration itself, from the start.</summary>
    public readonly HeaderValues GetEnumerator() => new(_message, _headers, _name);

    /// <summary>Steps to the next value.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            if (_insideLine)
            {
                TakeFromLine();
                return true;
            }

            if (!NextLine())
                return false;
        }
    }

    /// <summary>How many values there are.</summary>
    public readonly int Count()
    {
        var count = 0;
        foreach (var _ in this)
            count++;
        return count;
    }

    /// <summary>True when one of the values is this token, in any case: the test for Supported, Require and Allow.</summary>
    public readonly bool Contains(ReadOnlySpan<byte> token)
    {
        foreach (var value in this)
        {
            if (Grammar.SameText(value, token))
                return true;
        }

        return false;
    }

    private bool NextLine()
    {
        while (_next < _headers.Length)
        {
            ref readonly var header = ref _headers[_next++];
            if (header.Id != _name)
                continue;

            _rest = header.Value(_message);

            // An empty line of a list (Allow:, Supported:) holds no value; an empty single header is one empty value.
            _insideLine = !_isList || !_rest.IsEmpty;
            if (_insideLine)
                return true;
        }

        return false;
    }

    private void TakeFromLine()
    {
        var end = _isList ? Grammar.IndexOutside(_rest, (byte)',') : _rest.Length;
        Current = Grammar.Trim(_rest[..end]);
        _insideLine = end < _rest.Length;
        _rest = _insideLine ? _rest[(end + 1)..] : default;
    }
}

/// <summary>One header line as it stands in the message.</summary>
public readonly ref struct SipHeaderLine
{
    internal SipHeaderLine(HeaderName id, ReadOnlySpan<byte> rawName, ReadOnlySpan<byte> value)
    {
        Id = id;
        RawName = rawName;
        Value = value;
    }

    /// <summary>Its number, or <see cref="HeaderName.Unknown"/>.</summary>
    public HeaderName Id { get; }

    /// <summary>The name as the sender spelt it.</summary>
    public ReadOnlySpan<byte> RawName { get; }

    /// <summary>The whole value of the line, unfolded, without white space around it.</summary>
    public ReadOnlySpan<byte> Value { get; }
}

/// <summary>Every header line of a message in order, unknown ones included. Use it in a <c>foreach</c>.</summary>
public ref struct HeaderLines
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly ReadOnlySpan<HeaderRef> _headers;
    private int _next;

    internal HeaderLines(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderRef> headers)
    {
        _message = message;
        _headers = headers;
    }

    /// <summary>The line the enumeration stands at.</summary>
    public readonly SipHeaderLine Current
    {
        get
        {
            ref readonly var header = ref _headers[_next - 1];
            return new(header.Id, header.Name(_message), header.Value(_message));
        }
    }

    /// <summary>The enumeration itself, from the start.</summary>
    public readonly HeaderLines GetEnumerator() => new(_message, _headers);

    /// <summary>Steps to the next line.</summary>
    public bool MoveNext() => ++_next <= _headers.Length;
}
