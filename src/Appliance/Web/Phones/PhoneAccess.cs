using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Appliance.Configuration;
using Appliance.Extensions;
using QRCoder;

namespace Appliance.Web.Phones;

/// <summary>What has to be typed into a phone, and the same as a code for a softphone. The password is shown this once.</summary>
public sealed record PhoneAccess
{
    /// <summary>The internal number.</summary>
    public required string Number { get; init; }

    /// <summary>The server: our address, with the port where it is not the usual one.</summary>
    public required string Server { get; init; }

    /// <summary>The user name.</summary>
    public required string User { get; init; }

    /// <summary>The password.</summary>
    public required string Password { get; init; }

    /// <summary>The address as the code says it: <c>sip:101:password@192.168.1.2</c> (RFC 3261 section 19.1).</summary>
    public required string Uri { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(PhoneAccess);

    /// <summary>That of a phone.</summary>
    internal static PhoneAccess Of(ExtensionConfig extension, string password, NetworkConfig network, IPAddress box)
    {
        var host = box.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{box}]" : box.ToString();
        var (port, usual, transport) = extension.TlsOnly ? (network.SipTlsPort, 5061, ";transport=tls") : network.SipUdpPort > 0 ? (network.SipUdpPort, 5060, "") : (network.SipTcpPort, 5060, ";transport=tcp");
        var server = port == usual ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        return new PhoneAccess
        {
            Number = extension.Id,
            Server = server,
            User = extension.AccountName,
            Password = password,
            Uri = $"sip:{extension.AccountName}:{password}@{server}{transport}",
        };
    }

    /// <summary>The code's dark modules as the path of an SVG, and how many modules it has in a row.</summary>
    internal (string Path, int Side) Code()
    {
        using var code = QRCodeGenerator.GenerateQrCode(Uri, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new System.Text.StringBuilder();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                if (rows[row][column])
                    path.Append(CultureInfo.InvariantCulture, $"M{column} {row}h1v1h-1z");
            }
        }

        return (path.ToString(), rows.Count);
    }
}
