namespace Appliance.Numbers;

/// <summary>How a peer writes telephone numbers. Inside the box a number is always +E.164.</summary>
public enum NumberFormat
{
    /// <summary><c>+886223456789</c>: plus sign, country code, number (RFC 3966 global number). What Twilio wants.</summary>
    PlusE164,

    /// <summary><c>886223456789</c>: the same digits without the plus sign.</summary>
    E164,

    /// <summary><c>0223456789</c>: as it is dialled inside the office's own country; foreign numbers with the country's international prefix.</summary>
    National,
}
