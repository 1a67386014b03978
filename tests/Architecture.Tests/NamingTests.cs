using System.Reflection;

namespace Architecture.Tests;

/// <summary>Names that say nothing are not used.</summary>
public sealed class NamingTests
{
    private static readonly string[] EmptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Misc", "Info", "Data"];

    [Theory]
    [InlineData(typeof(Sip.Instant))]
    [InlineData(typeof(Hal.Lamps.Lamp))]
    [InlineData(typeof(Appliance.Calls.CallRecord))]
    public void No_type_ends_in_a_word_that_says_nothing(Type marker)
    {
        var guilty = marker.Assembly.GetTypes()
            .Where(type => type is { IsNested: false, Namespace: not null } && !type.Name.StartsWith('<'))
            .Where(type => EmptyWords.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)));

        // "Info" stands at the end of SipMethodKind.Info's own events only as a whole word of the field.
        Assert.Empty(guilty.Select(type => type.FullName));
    }

    [Theory]
    [InlineData(typeof(Sip.Instant))]
    [InlineData(typeof(Appliance.Calls.CallRecord))]
    public void A_namespace_is_the_folder_it_lies_in(Type marker)
    {
        var root = marker.Assembly.GetName().Name is "appliance" ? "Appliance" : marker.Assembly.GetName().Name!;

        var strays = marker.Assembly.GetTypes()
            .Where(type => type.Namespace is { } space && !space.StartsWith(root, StringComparison.Ordinal))
            .Where(type => type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null)
            .Where(type => !type.Namespace!.StartsWith("Microsoft", StringComparison.Ordinal) && !type.Namespace.StartsWith("System", StringComparison.Ordinal));

        Assert.Empty(strays.Select(type => type.FullName));
    }
}
