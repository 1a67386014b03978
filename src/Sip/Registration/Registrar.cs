using System.Collections.Immutable;
using System.Text;
using Sip.Messages;

namespace Sip.Registration;

/// <summary>What the registrar grants.</summary>
public sealed record RegistrarLimits
{
    /// <summary>Less is answered 423. A minute keeps 200 phones below four REGISTERs a second.</summary>
    public TimeSpan MinExpires { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>More is cut to this: the value RFC 3261 section 10.2.1.1 suggests.</summary>
    public TimeSpan MaxExpires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Granted when a phone asks for nothing.</summary>
    public TimeSpan DefaultExpires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Contacts per account: desk, cordless, soft phones; the same number as Twilio's SIP Domains.</summary>
    public int Bindings { get; init; } = 10;
}

/// <summary>What to answer a REGISTER: the status and the headers beside those every response has.</summary>
public sealed record RegistrarAnswer(int StatusCode, ImmutableArray<HeaderLine> Headers)
{
    /// <summary>The phrase, or null for the usual one.</summary>
    public string? Reason { get; init; }

    /// <summary>The command that sends it.</summary>
    public SipCommand.Respond ToCommand(RequestId request) => new(request, StatusCode, Reason, Headers, Body: null);
}

/// <summary>What a REGISTER led to.</summary>
public sealed record RegistrarOutcome(BindingTable Table, RegistrarAnswer Answer, ImmutableArray<BindingEvent> Events);

/// <summary>
/// The registrar (RFC 3261 section 10.3) for accounts whose identity was proven before. Decides only: the table is a value
/// that comes in and goes out.
/// </summary>
public sealed class Registrar(RegistrarLimits limits)
{
    private const int MostContactsPerRequest = 32;

    /// <summary>Handles a REGISTER of a verified account.</summary>
    public RegistrarOutcome Register(BindingTable table, SipRequest request, string account, Arrival arrival, Instant now)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(request);
        if (request.To.Uri is not { IsValid: true } to || to.UnescapedUser() != account)
            return Refuse(table, 403, "Not Your Address");
        if (AskedContact.ReadAll(request, limits.DefaultExpires, MostContactsPerRequest) is not { } asked)
            return Refuse(table, 400, "Bad Contact");
        if (asked.Any(contact => contact.IsTooBrief(limits.MinExpires)))
            return Refuse(table, 423, null, new HeaderLine(HeaderName.MinExpires.Text(), $"{(int)limits.MinExpires.TotalSeconds}"));

        var renewal = new BindingRenewal(table.Of(account), account, request, arrival, limits, now);
        return renewal.Apply(asked) switch
        {
            RenewalResult.Done => new(
                renewal.Changes.IsEmpty ? table : table.With(account, renewal.Bindings),
                new(200, [.. Contacts(renewal.Bindings, now), .. Extensions(request, asked)]),
                renewal.Changes),
            RenewalResult.OutOfOrder => Refuse(table, 500, "Out Of Order"),
            _ => Refuse(table, 403, "Too Many Contacts"),
        };
    }

    /// <summary>Takes out what has lapsed.</summary>
    public static (BindingTable Table, ImmutableArray<BindingEvent> Events) Expire(BindingTable table, Instant now) =>
        table.RemoveWhere(binding => binding.ExpiresAt <= now, BindingEnd.Expired);

    /// <summary>A flow broke: its bindings of RFC 5626 are gone; others may still be reached at their address.</summary>
    public static (BindingTable Table, ImmutableArray<BindingEvent> Events) FlowLost(BindingTable table, FlowId flow) =>
        table.RemoveWhere(binding => binding.Arrival.Flow == flow && binding.RegId is not null, BindingEnd.FlowLost);

    private static RegistrarOutcome Refuse(BindingTable table, int status, string? reason, params ImmutableArray<HeaderLine> headers) =>
        new(table, new(status, headers) { Reason = reason }, []);

    // RFC 3261 section 10.3 step 8: the 200 lists every binding, not only those of this request.
    private static IEnumerable<HeaderLine> Contacts(IEnumerable<Binding> bindings, Instant now)
    {
        foreach (var binding in bindings)
        {
            var text = new StringBuilder().Append('<').Append(binding.Contact).Append(">;expires=")
                .Append((int)Math.Ceiling((binding.ExpiresAt - now).TotalSeconds));
            if (binding.Q is { } q)
                text.Append(";q=").Append((q / 1000m).ToString("0.###"));
            if (binding.InstanceId is { } instance)
                text.Append(";+sip.instance=\"").Append(instance).Append('"');
            if (binding.RegId is { } regId)
                text.Append(";reg-id=").Append(regId);
            yield return new(HeaderName.Contact.Text(), text.ToString());
        }
    }

    // RFC 3327 section 5.3: Path comes back to a phone that knows it; RFC 5626 section 6: outbound is confirmed by Require.
    private static IEnumerable<HeaderLine> Extensions(SipRequest request, ImmutableArray<AskedContact> asked)
    {
        if (request.Lists(HeaderName.Supported, "path"u8) && request.Text(HeaderName.Path) is not null)
        {
            foreach (var path in BindingRenewal.PathOf(request))
                yield return new(HeaderName.Path.Text(), path);
        }

        if (request.Lists(HeaderName.Supported, "outbound"u8) && asked.Any(contact => contact.RegId is not null))
            yield return new(HeaderName.Require.Text(), "outbound");
    }
}
