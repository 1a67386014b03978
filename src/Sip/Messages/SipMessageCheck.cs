namespace Sip.Messages;

/// <summary>
/// What every element must be able to rely on before it looks at a message: the headers of RFC 3261 section 8.1.1 are there and can be
/// read, CSeq fits the method, routes and contacts can be read. Headers nobody here acts on, such as Date, are not judged.
/// </summary>
internal static class SipMessageCheck
{
    public static SipParseError Check(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderRef> headers, in SipHead head)
    {
        if (head.Error is not SipParseError.None)
            return SipParseError.None;

        var error = CheckRequestUri(message, in head);
        if (error is SipParseError.None)
            error = CheckVias(new(message, headers, HeaderName.Via));
        if (error is SipParseError.None)
            error = CheckSingles(message, headers, in head);
        if (error is SipParseError.None)
            error = CheckAddresses(new(message, headers, HeaderName.Route), SipParseError.Route);
        if (error is SipParseError.None)
            error = CheckAddresses(new(message, headers, HeaderName.RecordRoute), SipParseError.Route);
        if (error is SipParseError.None)
            error = CheckAddresses(new(message, headers, HeaderName.Path), SipParseError.Route);
        if (error is SipParseError.None)
            error = CheckContacts(new(message, headers, HeaderName.Contact));
        return error;
    }

    private static SipParseError CheckRequestUri(ReadOnlySpan<byte> message, in SipHead head)
    {
        if (!head.IsRequest)
            return SipParseError.None;
        if (!SipUriView.TryParse(message.Slice(head.UriStart, head.UriLength), out var uri))
            return SipParseError.RequestUri;
        if (uri.Scheme is UriScheme.Other)
            return SipParseError.UnknownScheme;

        // Headers are not allowed in a Request-URI (section 19.1.1, table 1).
        return uri.Headers.IsEmpty ? SipParseError.None : SipParseError.RequestUri;
    }

    private static SipParseError CheckVias(HeaderValues vias)
    {
        var count = 0;
        foreach (var value in vias)
        {
            if (!ViaView.TryParse(value, out var via) || !via.Parameters.AreWellFormed())
                return SipParseError.Via;
            if (++count > SipLimits.Vias)
                return SipParseError.TooManyVias;
        }

        return count is 0 ? SipParseError.MissingHeader : SipParseError.None;
    }

    private static SipParseError CheckSingles(ReadOnlySpan<byte> message, ReadOnlySpan<HeaderRef> headers, in SipHead head)
    {
        var found = 0;
        foreach (ref readonly var header in headers)
        {
            var value = header.Value(message);
            var error = SipParseError.None;
            switch (header.Id)
            {
                case HeaderName.From:
                    found |= 1;
                    error = IsAddress(value) ? error : SipParseError.From;
                    break;
                case HeaderName.To:
                    found |= 2;
                    error = IsAddress(value) ? error : SipParseError.To;
                    break;
                case HeaderName.CallId:
                    found |= 4;
                    error = value.IsEmpty || value.ContainsAny(" \t\r\n"u8) ? SipParseError.CallId : error;
                    break;
                case HeaderName.CSeq:
                    found |= 8;
                    error = CheckCSeq(message, value, in head);
                    break;
                case HeaderName.MaxForwards:
                    var valid = Grammar.TryNumber(value, out var hops) && hops <= SipLimits.MaxForwards;
                    error = valid || !head.IsRequest ? error : SipParseError.MaxForwards;
                    break;
            }

            if (error is not SipParseError.None)
                return error;
        }

        return found is 15 ? SipParseError.None : SipParseError.MissingHeader;
    }

    private static SipParseError CheckCSeq(ReadOnlySpan<byte> message, ReadOnlySpan<byte> value, in SipHead head)
    {
        if (!CSeq.TrySplit(value, out _, out var method))
            return SipParseError.CSeq;

        return head.IsRequest && !method.SequenceEqual(message[..head.MethodLength]) ? SipParseError.CSeqMethod : SipParseError.None;
    }

    private static bool IsAddress(ReadOnlySpan<byte> value) =>
        NameAddressView.TryParse(value, out var address) && address.Uri.IsValid && address.Parameters.AreWellFormed()
        && address.UriText.Length <= SipLimits.RequestUriBytes;

    private static SipParseError CheckAddresses(HeaderValues values, SipParseError error)
    {
        var count = 0;
        foreach (var value in values)
        {
            if (!IsAddress(value))
                return error;
            if (++count > SipLimits.Routes)
                return SipParseError.TooManyRoutes;
        }

        return SipParseError.None;
    }

    private static SipParseError CheckContacts(HeaderValues contacts)
    {
        foreach (var value in contacts)
        {
            if (!NameAddressView.TryParse(value, out var contact) || (!contact.IsStar && !contact.Uri.IsValid)
                || contact.UriText.Length > SipLimits.RequestUriBytes)
                return SipParseError.Contact;

            // An address with a question mark or comma must stand in brackets (section 20); what follows would be misread.
            if (!contact.HasBrackets && contact.UriText.Contains((byte)'?'))
                return SipParseError.Contact;
        }

        return SipParseError.None;
    }
}
