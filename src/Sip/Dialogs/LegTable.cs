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

    public LegTable() => _findByDialog = _byDialog.GetAlternateLookup<ReadOnlySpan<byte>>();

    public int Count => _byId.Count;

    public Leg? Find(LegId id) => _byId.GetValueOrDefault(id);

    /// <summary>True when a leg has this Call-ID and tag of ours.</summary>
    public bool Has(string callId, string localTag) => _byDialog.ContainsKey(KeyOf(callId, localTag));

    /// <summary>The leg that a request inside a dialog is for.</summary>
    public Leg? Find(SipRequest request)
    {
        var callId = request.CallId;
        var tag = request.To.Tag;
        var length = callId.Length + 1 + tag.Length;
        var key = length <= 512 ? stackalloc byte[512] : new byte[length];
        callId.CopyTo(key);
        key[callId.Length] = (byte)'\n';
        tag.CopyTo(key[(callId.Length + 1)..]);
        return _findByDialog.TryGetValue(key[..length], out var leg) ? leg : null;
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

    private static byte[] KeyOf(Leg leg) => KeyOf(leg.CallId, leg.LocalTag);

    private static byte[] KeyOf(string callId, string localTag) => Encoding.UTF8.GetBytes($"{callId}\n{localTag}");
}
