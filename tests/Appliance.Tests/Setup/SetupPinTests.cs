using Appliance.Setup;
using Appliance.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Sip;

namespace Appliance.Tests.Setup;

public sealed class SetupPinTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Theory]
    [InlineData("01ABCZ", true)]
    [InlineData("01abcz", true)]
    [InlineData("oiABCZ", true)]
    [InlineData("OlAbCz", true)]
    [InlineData(" 01A-BCZ ", true)]
    [InlineData("0-1-A-B-C-Z", true)]
    [InlineData("01ABCY", false)]
    [InlineData("11ABCZ", false)]
    [InlineData("01ABC", false)]
    [InlineData("01ABCZ0", false)]
    [InlineData("01ABCU", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void What_people_type_is_read_as_they_mean_it(string? typed, bool isIt) => Assert.Equal(isIt, Of("01ABCZ").Matches(typed));

    [Theory]
    [InlineData("ABCDEF", true)]
    [InlineData("abc-def", true)]
    [InlineData("ABCDEU", false)]
    [InlineData("robots.txt", false)]
    [InlineData("ABCDEé", false)]
    [InlineData("ＡＢＣＤＥＦ", false)]
    public void Only_six_characters_of_the_alphabet_can_be_a_pin(string typed, bool can) => Assert.Equal(can, SetupPin.IsShaped(typed));

    [Fact]
    public void A_long_text_is_not_even_read() => Assert.False(Of("ABCDEF").Matches(new string('-', 1_000_000) + "ABCDEF"));

    [Fact]
    public void A_pin_does_not_say_itself() => Assert.Equal("****** ******", $"{Of("ABCDEF")} {Of("000000")}");

    [Property(MaxTest = 1000)]
    public Property Exactly_its_own_text_opens_it() => Prop.ForAll(Pins(), Pins(), (one, other) => Of(one).Matches(one) && Of(one).Matches(other) == (one == other));

    [Property(MaxTest = 1000)]
    public bool No_text_makes_it_throw(string? noise) => Of("ABCDEF").Matches(noise) == (SetupPin.IsShaped(noise) && Of("ABCDEF").Matches(noise));

    [Property(MaxTest = 500)]
    public Property Every_pin_is_as_likely_as_every_other() => Prop.ForAll(Pins(), pin => Of(pin).Text == pin && pin.All(letter => Alphabet.Contains(letter)));

    /// <summary>32,768 PINs: at every place every character about 1,024 times (5 standard deviations are 158), and every pair of neighbours.</summary>
    [Fact]
    public void Pins_show_no_pattern()
    {
        const int count = 32 * 1024;
        var tokens = new SeededTokens(20261123);
        var pins = Enumerable.Range(0, count).Select(_ => SetupPin.Draw(tokens).Text).ToList();

        for (var place = 0; place < SetupPin.Length; place++)
            Assert.All(Alphabet, letter => Assert.InRange(pins.Count(pin => pin[place] == letter), 1024 - 158, 1024 + 158));

        var pairs = pins.SelectMany(pin => Enumerable.Range(0, SetupPin.Length - 1).Select(place => pin.Substring(place, 2))).GroupBy(pair => pair).ToList();
        Assert.Equal(32 * 32, pairs.Count);
        Assert.All(pairs, pair => Assert.InRange(pair.Count(), 160 - 70, 160 + 70));

        var alike = pins.Zip(pins.Skip(1)).Sum(two => Enumerable.Range(0, SetupPin.Length).Count(place => two.First[place] == two.Second[place]));
        Assert.InRange(alike, 6 * 1024 - 400, 6 * 1024 + 400);
        Assert.InRange(pins.Distinct().Count(), count - 8, count);
    }

    private static SetupPin Of(string text) => SetupPin.Draw(new Letters(text));

    private static Arbitrary<string> Pins() => Gen.Elements(Alphabet.ToCharArray()).ArrayOf(SetupPin.Length).Select(letters => new string(letters)).ToArbitrary();

    /// <summary>Chance that comes out as these characters; the upper three bits are noise that must not matter.</summary>
    private sealed class Letters(string text) : ITokenSource
    {
        public void Fill(Span<byte> bytes)
        {
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)(Alphabet.IndexOf(text[i]) | (i * 73 & 0xE0));
        }

        public int Next(int exclusiveMaximum) => throw new NotSupportedException();
    }
}
