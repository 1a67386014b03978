namespace Sip.Authentication;

/// <summary>
/// Which nonce counts have been used, so that a captured proof is worth nothing (RFC 7616 section 5.12). Counts may come out
/// of order within <see cref="Width"/>, as requests sent at the same moment do. Only verified proofs are written here,
/// else anyone could fill it.
/// </summary>
public sealed class NonceWindow(int capacity = NonceWindow.DefaultCapacity)
{
    /// <summary>Nonces remembered: about ten for each of 400 devices.</summary>
    public const int DefaultCapacity = 4096;

    private const int Width = 64;

    private readonly Dictionary<string, LinkedListNode<Used>> _byNonce = [];
    private readonly LinkedList<Used> _oldestUseFirst = new();
    private Instant? _forgottenUntil;

    /// <summary>How many nonces are remembered.</summary>
    public int Count => _byNonce.Count;

    /// <summary>
    /// Takes a count that was verified. False: it was used before, or the nonce is as old as one that had to be forgotten.
    /// </summary>
    public bool TryUse(string nonce, Instant issuedAt, uint count)
    {
        if (_byNonce.TryGetValue(nonce, out var node))
        {
            if (!node.Value.TryTake(count))
                return false;

            _oldestUseFirst.Remove(node);
            _oldestUseFirst.AddLast(node);
            return true;
        }

        if (issuedAt <= _forgottenUntil || count is 0)
            return false;

        if (_byNonce.Count >= capacity)
            Forget(_oldestUseFirst.First!.Value);
        _byNonce[nonce] = _oldestUseFirst.AddLast(new Used(nonce, issuedAt, count));
        return true;
    }

    // A nonce dropped for want of room would be accepted anew with its old counts, so everything issued up to then is refused.
    private void Forget(Used used)
    {
        _oldestUseFirst.RemoveFirst();
        _byNonce.Remove(used.Nonce);
        if (_forgottenUntil is not { } until || used.IssuedAt > until)
            _forgottenUntil = used.IssuedAt;
    }

    private sealed class Used(string nonce, Instant issuedAt, uint highest)
    {
        private uint _highest = highest;
        private ulong _taken = 1; // bit n: _highest - n was used

        public string Nonce { get; } = nonce;

        public Instant IssuedAt { get; } = issuedAt;

        public bool TryTake(uint count)
        {
            if (count > _highest)
            {
                var ahead = count - _highest;
                _taken = ahead < Width ? (_taken << (int)ahead) | 1 : 1;
                _highest = count;
                return true;
            }

            var behind = _highest - count;
            if (count is 0 || behind >= Width || (_taken & (1UL << (int)behind)) is not 0)
                return false;

            _taken |= 1UL << (int)behind;
            return true;
        }
    }
}
