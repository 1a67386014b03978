using System.Collections.Immutable;

namespace Sip.Registration;

/// <summary>Every binding of every account: a value, so that a reader never sees half a change.</summary>
public sealed class BindingTable
{
    /// <summary>A table without bindings.</summary>
    public static readonly BindingTable Empty = new(ImmutableDictionary<string, ImmutableArray<Binding>>.Empty);

    private readonly ImmutableDictionary<string, ImmutableArray<Binding>> _byAccount;

    private BindingTable(ImmutableDictionary<string, ImmutableArray<Binding>> byAccount)
    {
        _byAccount = byAccount;
        foreach (var binding in All)
            Deadline = Instant.Earliest(Deadline, binding.ExpiresAt);
    }

    /// <summary>When the next binding lapses.</summary>
    public Instant? Deadline { get; }

    /// <summary>All bindings, in no order.</summary>
    public IEnumerable<Binding> All => _byAccount.Values.SelectMany(bindings => bindings);

    /// <summary>The bindings of an account, the preferred ones first, of equal ones the newest.</summary>
    public ImmutableArray<Binding> Of(string account) => _byAccount.GetValueOrDefault(account, []);

    /// <summary>The table with these bindings for an account in place of those it had.</summary>
    public BindingTable With(string account, IEnumerable<Binding> bindings)
    {
        ImmutableArray<Binding> ordered = [.. bindings.OrderByDescending(binding => binding.Q ?? 1000).ThenByDescending(binding => binding.Since)];
        return new(ordered.IsEmpty ? _byAccount.Remove(account) : _byAccount.SetItem(account, ordered));
    }

    /// <summary>The table without an account, for one that was deleted.</summary>
    public BindingTable Without(string account) => new(_byAccount.Remove(account));

    internal (BindingTable Table, ImmutableArray<BindingEvent> Events) RemoveWhere(Predicate<Binding> isGone, BindingEnd why)
    {
        var gone = All.Where(binding => isGone(binding)).ToImmutableArray();
        if (gone.IsEmpty)
            return (this, []);

        var byAccount = _byAccount.ToBuilder();
        foreach (var account in gone.Select(binding => binding.Account).Distinct(StringComparer.Ordinal))
        {
            var left = byAccount[account].RemoveAll(isGone);
            if (left.IsEmpty)
                byAccount.Remove(account);
            else
                byAccount[account] = left;
        }

        return (new(byAccount.ToImmutable()), [.. gone.Select(binding => new BindingEvent.Removed(binding, why))]);
    }
}
