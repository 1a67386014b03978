using Sip;

namespace Appliance.Tests.Support;

/// <summary>Chance that is the same in every run.</summary>
internal sealed class SeededTokens(int seed = 1) : ITokenSource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);

    public int Next(int exclusiveMaximum) => _random.Next(exclusiveMaximum);
}
