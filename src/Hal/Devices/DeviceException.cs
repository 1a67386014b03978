namespace Hal.Devices;

/// <summary>A device does not do what it should. The code is that of the <see cref="PanelFault"/> it becomes.</summary>
internal sealed class DeviceException : IOException
{
    public DeviceException(string code, string evidence)
        : base(evidence) => Code = code;

    public DeviceException(string code, string evidence, Exception inner)
        : base(evidence, inner) => Code = code;

    public string Code { get; }
}
