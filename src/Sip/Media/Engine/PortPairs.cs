using System.Net;

namespace Sip.Media;

/// <summary>Binds one address. Null with <paramref name="isTaken"/> when another socket has it, null without when the system refuses.</summary>
internal delegate MediaSocket? BindSocket(IPAddress host, int port, out bool isTaken, out string why);

/// <summary>Finds free pairs of an even port and the odd one after it, beginning anywhere and going round, so that a pair is used again late.</summary>
internal sealed class PortPairs(PortRange range, ITokenSource tokens, BindSocket bind)
{
    // A pair that something else has is skipped; this many in a row, and the range is taken for full.
    private const int MostTries = 256;

    private int _next = tokens.Next(range.Pairs);

    /// <summary>False, with the reason, when there is none.</summary>
    public bool TryBind(IPAddress host, out MediaSocket rtp, out MediaSocket rtcp, out string why)
    {
        why = "Every media port is in use.";
        for (var tries = 0; tries < Math.Min(range.Pairs, MostTries); tries++)
        {
            var even = range.First + 2 * _next;
            _next = (_next + 1) % range.Pairs;
            var first = bind(host, even, out var isTaken, out var fault);
            var second = first is null ? null : bind(host, even + 1, out isTaken, out fault);
            if (first is not null && second is not null)
            {
                (rtp, rtcp) = (first, second);
                return true;
            }

            first?.Dispose();
            if (isTaken)
                continue;

            why = $"The system gives no media port at {host}: {fault}.";
            break;
        }

        (rtp, rtcp) = (null!, null!);
        return false;
    }
}
