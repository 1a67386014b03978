namespace Appliance.FrontPanel;

/// <summary>An emergency call as the panel has shown it.</summary>
/// <param name="CallId">Which call.</param>
/// <param name="Since">Since when the panel shows it.</param>
/// <param name="IsAcknowledged">True when somebody at the panel has said so.</param>
public sealed record EmergencySight(string CallId, TimeSpan Since, bool IsAcknowledged);
