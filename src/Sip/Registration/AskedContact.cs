using System.Collections.Immutable;
using System.Text;
using Sip.Messages;

namespace Sip.Registration;

/// <summary>One Contact of a REGISTER: what it asks for.</summary>
internal sealed record AskedContact(string Uri, TimeSpan Expires)
{
    public bool IsStar { get; init; }

    public int? Q { get; init; }

    public string? InstanceId { get; init; }

    public uint? RegId { get; init; }

    public bool IsRemoval => Expires == TimeSpan.Zero;

    public string? User => SipUri.TryParse(Uri, out var uri) ? uri.User : null;

    /// <summary>The contacts of a request, none for a mere question; null when one cannot be read or the star is misused.</summary>
    public static ImmutableArray<AskedContact>? ReadAll(SipRequest request, TimeSpan defaultExpires, int most)
    {
        var contacts = ImmutableArray.CreateBuilder<AskedContact>();
        foreach (var value in request.All(HeaderName.Contact))
        {
            if (contacts.Count == most || Read(value, request.Expires, defaultExpires) is not { } contact)
                return null;
            contacts.Add(contact);
        }

        // Section 10.3 step 6: the star stands alone and only with Expires: 0.
        if (contacts.Any(contact => contact.IsStar) && (contacts.Count > 1 || request.Expires is not 0))
            return null;
        return contacts.ToImmutable();
    }

    public bool IsTooBrief(TimeSpan least) => !IsRemoval && Expires < least;

    public bool IsSameAddress(string other) =>
        SipUriView.TryParse(Encoding.UTF8.GetBytes(Uri), out var one) && SipUriView.TryParse(Encoding.UTF8.GetBytes(other), out var two)
        && one.IsEquivalentTo(two);

    private static AskedContact? Read(ReadOnlySpan<byte> value, uint? header, TimeSpan defaultExpires)
    {
        if (!NameAddressView.TryParse(value, out var view))
            return null;
        if (view.IsStar)
            return new("*", TimeSpan.Zero) { IsStar = true };
        if (view.Uri.Scheme is not (UriScheme.Sip or UriScheme.Sips))
            return null;

        var seconds = view.Expires ?? header;
        return new(Encoding.UTF8.GetString(view.UriText), seconds is null ? defaultExpires : TimeSpan.FromSeconds(seconds.Value))
        {
            Q = view.Q,
            InstanceId = view.Parameters.TryGet("+sip.instance"u8, out var instance) && !instance.Value.IsEmpty ? Encoding.UTF8.GetString(instance.Value) : null,
            RegId = view.Parameters.Number("reg-id"u8) is { } id and > 0 ? id : null,
        };
    }
}
