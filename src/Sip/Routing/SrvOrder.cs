using System.Collections.Immutable;

namespace Sip.Routing;

/// <summary>The order in which SRV records are tried (RFC 2782): by priority, and within one by chance in proportion to weight.</summary>
public static class SrvOrder
{
    /// <summary>The records in the order of this attempt.</summary>
    public static ImmutableArray<SrvRecord> Arrange(IEnumerable<SrvRecord> records, ITokenSource tokens)
    {
        var arranged = ImmutableArray.CreateBuilder<SrvRecord>();
        foreach (var priority in records.GroupBy(record => record.Priority).OrderBy(group => group.Key))
        {
            // Records without weight stand first, so that they have a chance at all: the draw starts at 0.
            var left = priority.OrderBy(record => record.Weight is 0 ? 0 : 1).ToList();
            while (left.Count > 0)
            {
                var place = Draw(left, tokens);
                arranged.Add(left[place]);
                left.RemoveAt(place);
            }
        }

        return arranged.ToImmutable();
    }

    private static int Draw(List<SrvRecord> records, ITokenSource tokens)
    {
        var drawn = tokens.Next(records.Sum(record => record.Weight) + 1);
        for (var i = 0; i < records.Count; i++)
        {
            drawn -= records[i].Weight;
            if (drawn <= 0)
                return i;
        }

        return records.Count - 1;
    }
}
