namespace Guest.Bed;

/// <summary>The settings of the tests' own board, and where its parts hang on the chip "panel".</summary>
public static class PanelSettings
{
    /// <summary>The joystick pushed right.</summary>
    public const int Right = 26;

    /// <summary>The joystick pressed: held for the recovery ladder.</summary>
    public const int Centre = 13;

    /// <summary>The second key.</summary>
    public const int Key2 = 20;

    /// <summary>The lights of the status lamp: LED class, shown on these lines.</summary>
    public const int StatusGreen = 22, StatusRed = 23, StatusBlue = 24;

    /// <summary>The light of the line lamp: LED class.</summary>
    public const int Line = 12;

    /// <summary>The light of the call lamp: a line, driven by the program itself.</summary>
    public const int Call = 7;

    /// <summary>A joystick, three keys, a screen, three lamps.</summary>
    public const string Board = """
        [panel]
        board = "custom"
        gpio-chip = "panel"

        [panel.screen]
        controller = "ssd1306"
        i2c-bus = 1
        i2c-address = 0x3C

        [[panel.button]]
        button = "up"
        line = 6
        [[panel.button]]
        button = "down"
        line = 19
        [[panel.button]]
        button = "left"
        line = 5
        [[panel.button]]
        button = "right"
        line = 26
        [[panel.button]]
        button = "centre"
        line = 13
        [[panel.button]]
        button = "key1"
        line = 21
        [[panel.button]]
        button = "key2"
        line = 20

        [[panel.lamp]]
        lamp = "status"
        colour = "green"
        led = "panel:status:green"
        [[panel.lamp]]
        lamp = "status"
        colour = "red"
        led = "panel:status:red"
        [[panel.lamp]]
        lamp = "status"
        colour = "blue"
        led = "panel:status:blue"
        [[panel.lamp]]
        lamp = "line"
        led = "panel:line"
        [[panel.lamp]]
        lamp = "call"
        line = 7

        """;

    /// <summary>The same with a way out that leads nowhere.</summary>
    public const string BoardWithDeadLine = Board + """

        [[trunk]]
        id = "nowhere"
        kind = "sip"
        host = "198.51.100.9"
        numbers = ["+886223456789"]

        [[extension]]
        number = "101"
        password-secret = "phone-101"

        [office]
        country = "TW"
        """;

    /// <summary>A box that has an owner, and its phone's password.</summary>
    public static readonly (string Name, string Text)[] Owner =
    [
        ("owner.json", """{ "ownership": "claimed", "handledFile": null, "passphraseHash": "kept" }"""),
        ("secrets/phone-101", "a password for the tests"),
    ];
}
