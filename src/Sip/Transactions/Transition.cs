using System.Collections.Immutable;

namespace Sip.Transactions;

/// <summary>What a transaction becomes, and what it asks for on the way.</summary>
public readonly record struct Transition<TState>(TState State, ImmutableArray<TransactionOutput> Outputs);
