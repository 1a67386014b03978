using System.Net;
using Appliance.Access;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Appliance.Web;

/// <summary>Closes at once, before anything is read of it, what a client opens beyond its share of connections.</summary>
internal static class ConnectionBound
{
    /// <summary>Puts this listener under the table.</summary>
    public static void Bound(this ListenOptions listen, ConnectionTable table) => listen.Use(next => async connection =>
    {
        var client = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (!table.TryOpen(client))
        {
            connection.Abort(new ConnectionAbortedException("This client has too many connections open."));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            table.Close(client);
        }
    });
}
