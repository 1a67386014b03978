using Appliance.Calls;

namespace Appliance.Web.Safety;

/// <summary>What keeps the office safe: help, cost, strangers.</summary>
/// <param name="Emergency">The country's emergency numbers and how each is reached.</param>
/// <param name="Caps">The limits, and what is used of them.</param>
/// <param name="Permitted">What may be called, in sentences.</param>
/// <param name="TurnedAway">How often somebody was turned away since the start.</param>
/// <param name="Blocked">By whom, the latest first; the 200 latest addresses are kept.</param>
public sealed record SafetyView(EmergencyView[] Emergency, CapsView Caps, string[] Permitted, long TurnedAway, BlockedView[] Blocked);

/// <summary>How an emergency number is reached.</summary>
/// <param name="Number">The number as it is dialled.</param>
/// <param name="Purpose">Whom it reaches: <c>general</c>, <c>police</c>, <c>fire</c>, <c>ambulance</c>, <c>coastguard</c>, <c>protection</c>, <c>test</c>.</param>
/// <param name="IsAcknowledged">The owner has read that it cannot be reached.</param>
/// <param name="Ways">The lines in the order they are tried; none: the caller hears that it is not reached.</param>
/// <param name="LastWorked">When somebody last answered it; null: never, as far as records go.</param>
public sealed record EmergencyView(string Number, string Purpose, bool IsAcknowledged, EmergencyWayView[] Ways, DateTimeOffset? LastWorked);

/// <summary>One line an emergency number is tried on.</summary>
/// <param name="Line">The id of the line or PBX.</param>
/// <param name="Name">What people call it.</param>
/// <param name="IsPbx">True for a telephone system in the office.</param>
/// <param name="Sent">What is sent for the number.</param>
/// <param name="Caller">The number shown, which tells the responders where to go; null: none.</param>
/// <param name="IsPromised">True when the settings or the provider's rules say that it carries the number; false: it is tried all the same.</param>
/// <param name="Health">How it is now.</param>
/// <param name="LastWorked">When the number was last answered on this line.</param>
public sealed record EmergencyWayView(string Line, string Name, bool IsPbx, string Sent, string? Caller, bool IsPromised, TrunkHealth Health, DateTimeOffset? LastWorked);

/// <summary>The limits that protect bill and box.</summary>
/// <param name="MostCalls">Calls at the same time.</param>
/// <param name="Calls">Calls now.</param>
/// <param name="LongestCallMinutes">A call is ended after so long.</param>
/// <param name="DailyMinutes">Minutes to the world a day; 0: no limit.</param>
/// <param name="MinutesToday">What is used of them.</param>
/// <param name="Lines">Calls at the same time on each line.</param>
/// <param name="Phones">Calls at the same time of each phone and PBX.</param>
public sealed record CapsView(int MostCalls, int Calls, int LongestCallMinutes, int DailyMinutes, double MinutesToday, CapView[] Lines, CapView[] Phones);

/// <summary>Calls at the same time of one line or phone.</summary>
/// <param name="Party">Who: <c>trunk:twilio</c>, <c>extension:101</c>, <c>pbx:asterisk</c>.</param>
/// <param name="Most">Calls it may have.</param>
/// <param name="Calls">Calls it has.</param>
public sealed record CapView(string Party, int Most, int Calls);

/// <summary>An address that was turned away.</summary>
/// <param name="Address">The address.</param>
/// <param name="Count">How often.</param>
/// <param name="First">The first time.</param>
/// <param name="Last">The last time.</param>
/// <param name="Status">The SIP status of the last time.</param>
/// <param name="Reason">Why, the last time: <c>wrong-password</c>, <c>in-clear</c>, <c>not-believed</c>, <c>too-many-wrong</c>, <c>tls-only</c>, <c>does-not-register</c>, <c>no-account</c>, <c>other</c>.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record BlockedView(string Address, long Count, DateTimeOffset First, DateTimeOffset Last, int Status, string Reason, string Sentence);
