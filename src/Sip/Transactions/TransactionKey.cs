using System.Buffers;
using Sip.Messages;

namespace Sip.Transactions;

/// <summary>
/// What identifies a transaction, as bytes, so that finding one allocates nothing. A client transaction: branch and method
/// (RFC 3261 section 17.1.3). A server transaction: branch, sent-by and method, an ACK counting as its INVITE (section 17.2.3),
/// or for a branch without the magic cookie the fields of RFC 2543.
/// </summary>
internal sealed class TransactionKey
{
    private const byte Separator = (byte)'\n';

    private readonly ArrayBufferWriter<byte> _scratch = new(512);

    /// <summary>The key of the client transaction that this response answers. Valid until the next key is made.</summary>
    public ReadOnlySpan<byte> OfResponse(SipResponse response)
    {
        Begin();
        Add(response.TopVia.Branch);
        AddText(response.CSeq.Method.Text);
        return _scratch.WrittenSpan;
    }

    /// <summary>The key of the client transaction that this request of ours starts.</summary>
    public ReadOnlySpan<byte> OfOwn(SipRequest request)
    {
        Begin();
        Add(request.TopVia.Branch);
        AddText(request.Method.Text);
        return _scratch.WrittenSpan;
    }

    /// <summary>The key of the server transaction this request belongs to, as if its method were another.</summary>
    public ReadOnlySpan<byte> OfRequest(SipRequest request, SipMethod method)
    {
        var via = request.TopVia;
        Begin();
        AddText(method.Text);
        if (via.HasUniqueBranch)
        {
            Add(via.Branch);
            AddLower(via.Host);
            AddNumber(via.Port ?? 0);
        }
        else
        {
            request.First(HeaderName.Via, out var whole);
            Add(whole);
            AddCall(request);
        }

        return _scratch.WrittenSpan;
    }

    /// <summary>What a request has in common with its copies that took another way (RFC 3261 section 8.2.2.2).</summary>
    public ReadOnlySpan<byte> OfMerge(SipRequest request)
    {
        Begin();
        AddText(request.Method.Text);
        AddCall(request);
        return _scratch.WrittenSpan;
    }

    private void Begin() => _scratch.ResetWrittenCount();

    private void AddCall(SipRequest request)
    {
        Add(request.CallId);
        Add(request.From.Tag);
        AddNumber((int)request.CSeq.Number);
    }

    private void Add(ReadOnlySpan<byte> part)
    {
        var space = _scratch.GetSpan(part.Length + 1);
        part.CopyTo(space);
        space[part.Length] = Separator;
        _scratch.Advance(part.Length + 1);
    }

    private void AddLower(ReadOnlySpan<byte> part)
    {
        var space = _scratch.GetSpan(part.Length + 1);
        System.Text.Ascii.ToLower(part, space, out _);
        space[part.Length] = Separator;
        _scratch.Advance(part.Length + 1);
    }

    private void AddText(string part)
    {
        Span<byte> bytes = stackalloc byte[64];
        Add(System.Text.Encoding.UTF8.TryGetBytes(part, bytes, out var length) ? bytes[..length] : System.Text.Encoding.UTF8.GetBytes(part));
    }

    private void AddNumber(int number)
    {
        Span<byte> digits = stackalloc byte[16];
        number.TryFormat(digits, out var length);
        Add(digits[..length]);
    }
}
