using System.Net;
using Appliance.Configuration;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>
/// Remembers the box's address across restarts, since a router gives another one mostly then, and phones go on calling the old one.
/// </summary>
/// <param name="dataFolder">Where it is remembered.</param>
internal sealed class LastAddress(string dataFolder)
{
    /// <summary>How long another address is news.</summary>
    private static readonly TimeSpan News = TimeSpan.FromHours(24);

    private readonly string _file = Path.Combine(dataFolder, "last-address");
    private readonly SafeFile _files = new();
    private IPAddress? _last;
    private IPAddress? _before;
    private TimeSpan _changedAt;

    /// <summary>Notes the address of this moment, and gives the one before while that is news; else null.</summary>
    public IPAddress? Note(IPAddress? address, TimeSpan now)
    {
        _last ??= Read();
        if (address is not null && !NetworkFact.IsSelfGiven(address) && !address.Equals(_last))
        {
            (_before, _changedAt) = (_last, now);
            _last = address;
            Write(address);
        }

        return now - _changedAt < News ? _before : null;
    }

    private IPAddress? Read()
    {
        try
        {
            return IPAddress.TryParse(File.ReadAllText(_file).Trim(), out var read) ? read : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write(IPAddress address)
    {
        try
        {
            _files.Replace(_file, address + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A card that takes no writes is a problem of its own.
        }
    }
}
