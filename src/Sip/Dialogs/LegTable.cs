using System.Text;
using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>
/// Every leg, found by its number or by what a request in its dialog says: Call-ID and our own tag. Where a request came from
/// plays no part in it.
/// </summary>
internal sealed class LegTable
{
    private readonly Dictionary<LegId, Leg> _byId = [];
    private readonly Dictionary<byte[], Leg> _byDialog = new(ByteKey.Comparer);
    private readonly Dictionary<byte[], Leg>.AlternateLookup<ReadOnlySpan<byte>> _findByDialog;
    private readonly List<Leg> _snapshot = [];

    public LegTable() => _findByDialog = _byDialog.GetAlternateLookup<ReadOnlySpan<byte>>();

    public int Count => _byId.Count;

    public Leg? Find(LegId id) => _byId.GetValueOrDefault(id);

    /// <summary>The leg that a request inside a dialog is for.</summary>
    public Leg? Find(SipRequest request)
    {
        var callId = request.CallId;
        var tag = request.To.Tag;
        Span<byte> key = stackalloc byte[512];
        if (callId.Length + tag.Length + 1 > key.Length)
            return null;
        callId.CopyTo(key);
        key[callId.Length] = (byte)'\n';
        tag.CopyTo(key[(callId.Length + 1)..]);
        return _findByDialog.TryGetValue(key[..(callId.Length + 1 + tag.Length)], out var leg) ? leg : null;
    }

    public void Add(Leg leg)
    {
        _byId[leg.Id] = leg;
        _byDialog[KeyOf(leg)] = leg;
    }

    public void Remove(Leg leg)
    {
        _byId.Remove(leg.Id);
        _byDialog.Remove(KeyOf(leg));
    }

    /// <summary>A connection is gone: dialogs that preferred it need another way.</summary>
    public void FlowClosed(FlowId flow)
    {
        foreach (var leg in _byId.Values)
            leg.FlowClosed(flow);
    }

    /// <summary>The legs as they are now, to walk over while they change.</summary>
    public IReadOnlyList<Leg> Snapshot()
    {
        _snapshot.Clear();
        _snapshot.AddRange(_byId.Values);
        return _snapshot;
    }

    private static byte[] KeyOf(Leg leg) => Encoding.UTF8.GetBytes($"{leg.CallId}\n{leg.LocalTag}");
}
