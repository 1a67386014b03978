namespace Sip;

/// <summary>What the stack has met since it started.</summary>
public sealed record StackCounters
{
    /// <summary>Requests that could not be used and were answered 4xx or 5xx.</summary>
    public required long Malformed { get; init; }

    /// <summary>Messages of ours sent again because nothing came back.</summary>
    public required long Retransmissions { get; init; }

    /// <summary>Responses to nothing we asked.</summary>
    public required long StrayResponses { get; init; }

    /// <summary>ACKs and other requests that belong to nothing we know.</summary>
    public required long StrayRequests { get; init; }

    /// <summary>Requests that came more than once.</summary>
    public required long RepeatedRequests { get; init; }

    /// <summary>Requests that came by more than one way (answered 482).</summary>
    public required long MergedRequests { get; init; }

    /// <summary>Requests answered 503 because there was no room.</summary>
    public required long Overloads { get; init; }

    /// <summary>Transactions alive now.</summary>
    public required int Transactions { get; init; }

    /// <summary>Legs alive now, those included that only wait for their last messages.</summary>
    public required int Legs { get; init; }
}
