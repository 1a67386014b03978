using Appliance.Calls;
using Appliance.FrontPanel;

namespace Appliance.Tests.FrontPanel;

public sealed class HomeSentenceTests
{
    public static TheoryData<string, string, TrunkHealth[], int, int> Sentences => new()
    {
        { "No line yet, no phone yet", "尚未設定線路，尚無話機", [], 0, 0 },
        { "Checking the line, 1 phone", "正在檢查線路，1 支話機", [TrunkHealth.Unknown], 1, 0 },
        { "The line is down, 2 phones", "線路中斷，2 支話機", [TrunkHealth.Down], 2, 0 },
        { "One line is down, 2 phones, 1 call", "有一條線路中斷，2 支話機，1 通電話", [TrunkHealth.Down, TrunkHealth.Up], 2, 1 },
        { "Ready, 3 phones, 2 calls", "一切正常，3 支話機，2 通電話", [TrunkHealth.Up], 3, 2 },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void The_box_says_how_it_is_in_both_languages(string english, string chinese, TrunkHealth[] trunks, int phones, int calls)
    {
        Assert.Equal(english, HomeSentence.Of(trunks, phones, calls, emergency: false));
        Assert.Equal(chinese, HomeSentence.Of(trunks, phones, calls, emergency: false, "zh-TW"));
    }

    [Fact]
    public void An_emergency_call_is_all_there_is_to_say() =>
        Assert.Equal("Emergency call in progress", HomeSentence.Of([TrunkHealth.Down], 3, 1, emergency: true));
}
