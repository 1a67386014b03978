namespace Benchmarks;

/// <summary>A whole call through the stack, from the bytes that arrive to the bytes that leave, until its last timer has run out.</summary>
internal static class CallRows
{
    public static IEnumerable<Row> All()
    {
        foreach (var call in new RecordedCall[] { new CallOut(), new CallIn() })
        {
            call.Record();
            yield return new("Call", "call of seven messages", new(call.Name, Times(call.Play)), new("the same messages as strings, no state", Times(call.PlayAsStrings)));
        }
    }

    private static Action<int> Times(Func<int> play) => times =>
    {
        for (var i = 0; i < times; i++)
            Meter.Sink += play();
    };
}
