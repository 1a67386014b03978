using Appliance.FrontPanel;
using Appliance.Texts;
using Hal.Screens;

namespace Appliance.Tests.FrontPanel;

public sealed class PanelTextTests
{
    [Fact]
    public void Every_sentence_the_panel_says_can_be_written_with_its_fonts() =>
        Assert.All(Sentences.Codes.Where(static code => code.StartsWith("panel.", StringComparison.Ordinal)), static code =>
        {
            Assert.True(BitmapFont.Small.Has(Sentences.Say(code, "en")) || code is "panel.language", code);
            Assert.True(BitmapFont.Large.Has(Sentences.Say(code, "zh-TW")), code);
        });

    [Fact]
    public void Home_says_what_is_wrong_in_one_row_of_large_letters() =>
        Assert.All(Sentences.Codes.Where(static code => code.StartsWith("panel.home.", StringComparison.Ordinal)), static code =>
            Assert.All(Sentences.Languages, language => Assert.InRange(BitmapFont.Large.Measure(Sentences.Say(code, language)), 1, 128)));

    [Fact]
    public void Every_fault_of_an_address_and_every_step_of_a_start_has_its_sentence()
    {
        Assert.All(Enum.GetValues<AddressFault>(), static fault => Assert.Contains(AddressDraftCheck.Sentence(fault), Sentences.Codes));
        Assert.All(Enum.GetValues<BootStep>(), static step => Assert.Contains($"panel.boot.{step.ToString().ToLowerInvariant()}", Sentences.Codes));
    }
}
