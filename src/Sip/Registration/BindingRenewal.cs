using System.Collections.Immutable;
using System.Text;
using Sip.Messages;

namespace Sip.Registration;

/// <summary>Whether a REGISTER could be carried out.</summary>
internal enum RenewalResult
{
    Done,
    OutOfOrder,
    TooMany,
}

/// <summary>One REGISTER applied to the bindings of its account (RFC 3261 section 10.3 step 7): all of it or nothing.</summary>
internal sealed class BindingRenewal(
    ImmutableArray<Binding> before, string account, SipRequest request, Arrival arrival, RegistrarLimits limits, Instant now)
{
    private readonly string _callId = Encoding.UTF8.GetString(request.CallId);
    private readonly uint _sequence = request.CSeq.Number;
    private readonly ImmutableArray<string> _path = PathOf(request);
    private readonly string? _userAgent = request.Text(HeaderName.UserAgent);
    private readonly List<Binding> _bindings = [.. before.Where(binding => binding.ExpiresAt > now)];
    private readonly ImmutableArray<BindingEvent>.Builder _changes = ImmutableArray.CreateBuilder<BindingEvent>();

    public IReadOnlyList<Binding> Bindings => _bindings;

    public ImmutableArray<BindingEvent> Changes => _changes.ToImmutable();

    public RenewalResult Apply(ImmutableArray<AskedContact> asked)
    {
        // Checked before anything changes, and against what was there before: one request may name a contact twice.
        var all = asked is [{ IsStar: true }];
        if (all ? _bindings.Any(IsOutOfOrder) : asked.Any(contact => Find(contact, asked) is var place and >= 0 && IsOutOfOrder(_bindings[place])))
            return RenewalResult.OutOfOrder;

        foreach (var binding in before.Where(binding => binding.ExpiresAt <= now))
            _changes.Add(new BindingEvent.Removed(binding, BindingEnd.Expired));

        if (all)
            RemoveAll();

        foreach (var contact in asked.Where(contact => !contact.IsStar))
        {
            var place = Find(contact, asked);
            if (contact.IsRemoval)
                Remove(place);
            else
                Put(place, contact);
        }

        return MakeRoom() ? RenewalResult.Done : RenewalResult.TooMany;
    }

    public static ImmutableArray<string> PathOf(SipRequest request)
    {
        var path = ImmutableArray.CreateBuilder<string>();
        foreach (var value in request.Paths)
            path.Add(Encoding.UTF8.GetString(value));
        return path.ToImmutable();
    }

    private bool IsOutOfOrder(Binding binding) => binding.CallId == _callId && binding.CSeq >= _sequence;

    /// <summary>
    /// Which binding a contact stands for: the same instance (RFC 5626 section 5.2; a restarted phone has a new port but the same
    /// instance), the same address, or, for phones without an instance, the same registration series that now shows
    /// another address because its NAT gave it a new port.
    /// </summary>
    private int Find(AskedContact contact, ImmutableArray<AskedContact> asked)
    {
        if (contact.InstanceId is not null)
        {
            var same = _bindings.FindIndex(binding => binding.InstanceId == contact.InstanceId && binding.RegId == contact.RegId);
            if (same >= 0)
                return same;
        }

        // Flows of RFC 5626 share their contact address and differ by reg-id.
        var address = _bindings.FindIndex(binding => contact.IsSameAddress(binding.Contact) && (contact.RegId is null || binding.RegId is null));
        return address >= 0 || contact.IsRemoval || contact.InstanceId is not null
            ? address
            : _bindings.FindIndex(binding => binding.CallId == _callId && binding.CSeq < _sequence && binding.InstanceId is null
                && SipUri.TryParse(binding.Contact, out var uri) && uri.User == contact.User
                && !asked.Any(other => other.IsSameAddress(binding.Contact)));
    }

    private void Put(int place, AskedContact contact)
    {
        var granted = contact.Expires < limits.MaxExpires ? contact.Expires : limits.MaxExpires;
        var binding = new Binding
        {
            Account = account,
            Contact = contact.Uri,
            InstanceId = contact.InstanceId,
            RegId = contact.RegId,
            Q = contact.Q,
            CallId = _callId,
            CSeq = _sequence,
            Arrival = arrival,
            Path = _path,
            UserAgent = _userAgent,
            Since = place < 0 ? now : _bindings[place].Since,
            ExpiresAt = now + granted,
        };

        if (place < 0)
        {
            _bindings.Add(binding);
            _changes.Add(new BindingEvent.Added(binding));
            return;
        }

        var old = _bindings[place];
        _bindings[place] = binding;
        _changes.Add(old.IsReachedLike(binding) ? new BindingEvent.Renewed(binding) : new BindingEvent.Moved(old, binding));
    }

    private void Remove(int place)
    {
        if (place < 0)
            return;

        _changes.Add(new BindingEvent.Removed(_bindings[place], BindingEnd.Unregistered));
        _bindings.RemoveAt(place);
    }

    private void RemoveAll()
    {
        foreach (var binding in _bindings)
            _changes.Add(new BindingEvent.Removed(binding, BindingEnd.Unregistered));
        _bindings.Clear();
    }

    // A phone that restarts with a new Call-ID and port leaves bindings behind; the oldest from its own address gives way.
    private bool MakeRoom()
    {
        while (_bindings.Count > limits.Bindings)
        {
            var oldest = _bindings
                .Where(binding => binding.CallId != _callId && binding.Arrival.Remote.Address.Equals(arrival.Remote.Address))
                .MinBy(binding => binding.ExpiresAt);
            if (oldest is null)
                return false;

            _bindings.Remove(oldest);
            _changes.Add(new BindingEvent.Removed(oldest, BindingEnd.Displaced));
        }

        return true;
    }
}
