using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;

namespace Architecture.Tests;

/// <summary>Who may know whom: DESIGN's rooms, checked on the compiled assemblies.</summary>
public sealed class LayeringTests
{
    private static readonly Assembly Stack = typeof(Sip.Instant).Assembly;
    private static readonly Assembly Panel = typeof(Hal.IFrontPanel).Assembly;
    private static readonly Assembly Product = typeof(Appliance.Calls.CallRecord).Assembly;

    private static readonly string[] PureProductRooms =
        ["Appliance.Calls", "Appliance.Numbers", "Appliance.DialPlans", "Appliance.Trunks", "Appliance.Extensions", "Appliance.Setup", "Appliance.Access", "Appliance.Certificates", "Appliance.FrontPanel", "Appliance.Health", "Appliance.Traces"];

    public static TheoryData<string, string[]> Rooms => new()
    {
        { "Sip.Messages", ["Sip.Transactions", "Sip.Dialogs", "Sip.Authentication", "Sip.Registration", "Sip.Routing", "Sip.Sdp", "Sip.Rtp", "Sip.Net", "Sip.Media"] },
        { "Sip.Sdp", ["Sip.Messages", "Sip.Transactions", "Sip.Dialogs", "Sip.Authentication", "Sip.Registration", "Sip.Routing", "Sip.Rtp", "Sip.Net", "Sip.Media"] },
        { "Sip.Rtp", ["Sip.Messages", "Sip.Transactions", "Sip.Dialogs", "Sip.Authentication", "Sip.Registration", "Sip.Routing", "Sip.Net", "Sip.Media"] },
        { "Sip.Transactions", ["Sip.Dialogs", "Sip.Sdp", "Sip.Rtp", "Sip.Net", "Sip.Media"] },
        { "Sip.Authentication", ["Sip.Transactions", "Sip.Dialogs", "Sip.Net", "Sip.Media"] },
        { "Sip.Registration", ["Sip.Net", "Sip.Media", "Sip.Rtp"] },
        { "Sip.Routing", ["Sip.Transactions", "Sip.Dialogs", "Sip.Net", "Sip.Media"] },
        { "Sip.Dialogs", ["Sip.Net", "Sip.Media", "Sip.Rtp"] },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_of_the_stack_knows_only_the_rooms_below_it(string room, string[] above)
    {
        var result = Types.InAssembly(Stack).That().ResideInNamespaceStartingWith(room).ShouldNot().HaveDependencyOnAny(above).GetResult();

        Assert.True(result.IsSuccessful, $"{room} reaches up: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void The_stack_knows_nothing_of_the_product()
    {
        Assert.DoesNotContain(Stack.GetReferencedAssemblies(), reference => reference.Name is "appliance" or "Hal");
        Assert.DoesNotContain(Panel.GetReferencedAssemblies(), reference => reference.Name is "appliance" or "Sip");
    }

    [Fact]
    public void The_rules_of_the_product_touch_no_socket_no_database_and_no_web_server()
    {
        foreach (var room in PureProductRooms)
        {
            var result = Types.InAssembly(Product).That().ResideInNamespaceStartingWith(room).ShouldNot()
                .HaveDependencyOnAny("System.Net.Sockets.Socket", "Microsoft.Data.Sqlite", "Microsoft.AspNetCore", "System.IO.File", "Sip.Net", "Hal.Devices")
                .GetResult();

            Assert.True(result.IsSuccessful, $"{room}: {string.Join(", ", result.FailingTypeNames ?? [])}");
        }
    }

    [Fact]
    public void The_list_of_pure_rooms_names_rooms_that_are_there() =>
        Assert.All(PureProductRooms.Where(room => room is not "Appliance.Extensions"), room => Assert.Contains(Product.GetTypes(), type => type.Namespace == room));

    [Fact]
    public void Only_the_devices_touch_hardware_and_the_rest_of_the_panel_does_not_know_them()
    {
        var rest = Types.InAssembly(Panel).That().DoNotResideInNamespaceStartingWith("Hal.Devices").ShouldNot()
            .HaveDependencyOnAny("System.Device", "Hal.Devices", "System.IO.File", "System.IO.FileStream", "System.Threading.Thread", "System.Runtime.InteropServices.NativeLibrary")
            .GetResult();
        Assert.True(rest.IsSuccessful, string.Join(", ", rest.FailingTypeNames ?? []));
        Assert.DoesNotContain(Product.GetReferencedAssemblies(), reference => reference.Name is "System.Device.Gpio");
    }

    [Fact]
    public void Only_the_host_opens_a_real_panel()
    {
        var result = Types.InAssembly(Product).That().DoNotResideInNamespaceStartingWith("Appliance.Hosting").ShouldNot().HaveDependencyOn("Hal.Devices").GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Lamps_buttons_and_screens_know_neither_each_other_nor_boards_nor_an_emulator()
    {
        foreach (var (room, others) in new[] { ("Hal.Lamps", new[] { "Hal.Buttons", "Hal.Screens" }), ("Hal.Buttons", ["Hal.Lamps", "Hal.Screens"]), ("Hal.Screens", ["Hal.Lamps", "Hal.Buttons"]) })
        {
            var result = Types.InAssembly(Panel).That().ResideInNamespaceStartingWith(room).ShouldNot().HaveDependencyOnAny([.. others, "Hal.Boards", "Hal.Emulation"]).GetResult();

            Assert.True(result.IsSuccessful, $"{room}: {string.Join(", ", result.FailingTypeNames ?? [])}");
        }
    }

    [Fact]
    public void Nothing_pure_waits()
    {
        var shells = new Regex(@"^Sip\.(Net|Media)(\.|$)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var waiting =
            from type in (Type[])[.. Stack.GetTypes(), .. Panel.GetTypes(), .. Product.GetTypes()]
            where type.Namespace is { } space && ((space.StartsWith("Sip", StringComparison.Ordinal) && !shells.IsMatch(space)) || IsPure(space))
            from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType == typeof(ValueTask)
                || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>))
            select $"{type.FullName}.{method.Name}";

        Assert.Empty(waiting);
    }

    private static bool IsPure(string space) =>
        space is "Hal.Lamps" or "Hal.Buttons" or "Hal.Screens" or "Hal.Boards"
        || PureProductRooms.Any(room => space == room || space.StartsWith($"{room}.", StringComparison.Ordinal));
}
