namespace Sip.Media;

/// <summary>
/// Names one media port. The gateway chooses the number (1 and up) and keeps it unique while the port lives;
/// after <see cref="MediaEvent.PortListed"/> it continues above the highest one listed.
/// </summary>
public readonly record struct PortId(int Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"port {Value}";
}
