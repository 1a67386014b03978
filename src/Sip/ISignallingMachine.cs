namespace Sip;

/// <summary>A pure machine that one signalling loop can own: inputs in order, outputs after each, one deadline.</summary>
/// <typeparam name="TInput">The closed family of inputs.</typeparam>
/// <typeparam name="TOutput">The closed family of outputs.</typeparam>
public interface ISignallingMachine<TInput, TOutput>
{
    /// <summary>When the machine wants to be woken with <see cref="Wake"/> at the latest. Null: never.</summary>
    Instant? Deadline { get; }

    /// <summary>The input that stands for "the deadline passed".</summary>
    TInput Wake { get; }

    /// <summary>Takes one input and appends what must be done. Never throws for anything a peer can send.</summary>
    void Handle(TInput input, Instant now, List<TOutput> outputs);
}
