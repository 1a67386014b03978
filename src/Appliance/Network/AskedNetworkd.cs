using System.Net.Sockets;
using System.Text;

namespace Appliance.Network;

/// <summary>
/// Asks somebody who may to tell networkd: in the image the gateway has an account of its own, and a small script of root does these two
/// things for it and no other. A line a connection, answered by <c>done</c> or <c>failed</c> and why.
/// </summary>
internal static class AskedNetworkd
{
    /// <summary>Where the image has it.</summary>
    public const string UsualSocket = "/run/landline-root.sock";

    private const int LongestAnswer = 512;

    /// <summary>Null: it is done; otherwise why not, as a sentence.</summary>
    public static async Task<string?> AskAsync(string socket, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        try
        {
            using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), stop);
            await connection.SendAsync(Encoding.UTF8.GetBytes($"networkd {string.Join(' ', arguments)}\n"), stop);

            var answer = new byte[LongestAnswer];
            var length = 0;
            while (length < answer.Length && await connection.ReceiveAsync(answer.AsMemory(length), stop) is var count and > 0)
                length += count;
            var said = Encoding.UTF8.GetString(answer, 0, length).Trim();
            return said is "done" ? null : $"networkd was not told ({string.Join(' ', arguments)}): {(said.Length is 0 ? "no answer" : said)}";
        }
        catch (SocketException fault)
        {
            return $"networkd was not told: {socket} does not answer ({fault.Message}).";
        }
        catch (OperationCanceledException)
        {
            return $"networkd was not told: {socket} does not answer.";
        }
    }
}
