using Guest.Bed;

namespace Image.Bed;

/// <summary>A front panel for a box in QEMU: simulated lines (gpio-sim) for buttons and lamps, and a screen on an I2C bus of its own.</summary>
public sealed class Panel : IAsyncDisposable
{
    /// <summary>The button that is held for the recovery ladder.</summary>
    public const int Centre = 13;

    /// <summary>What the settings say of it.</summary>
    public const string Settings = """
        [panel]
        board = "custom"
        gpio-chip = "panel"

        [panel.screen]
        controller = "ssd1306"
        i2c-bus = 1
        i2c-address = 0x3C

        [[panel.button]]
        button = "centre"
        line = 13

        [[panel.lamp]]
        lamp = "status"
        colour = "green"
        line = 22

        """;

    private Panel(Screen screen, Lines lines) => (Screen, Lines) = (screen, lines);

    /// <summary>What its glass shows.</summary>
    public Screen Screen { get; }

    /// <summary>Its lines, from outside.</summary>
    public Lines Lines { get; }

    /// <summary>The program that passes for the screen, as a disk for the box.</summary>
    public static string ScreenProgram(Card card)
    {
        var file = Path.Combine(card.Folder, "glass");
        Command.Run("sh", "-c", $"cpio -i --quiet --to-stdout bin/screen <{GuestMachine} >{file} && test -s {file} && truncate -s %512 {file}");
        return file;
    }

    /// <summary>Hangs it on a box that runs; the gateway finds it when it is started the next time.</summary>
    public static async Task<Panel> HangAsync(Box box)
    {
        await box.RunAsync("""
            modprobe -a gpio-sim cuse i2c-dev
            mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config
            cd /sys/kernel/config/gpio-sim && mkdir -p board/bank0 && echo 32 >board/bank0/num_lines && echo panel >board/bank0/label && echo 1 >board/live && cd /
            ln -s /sys/devices/platform/gpio-sim.*/gpiochip* /run/panel
            for line in /run/panel/sim_gpio*; do echo pull-up >$line/pull; done
            mkdir -p /run/glass && mount -t tmpfs none /run/glass && cat /dev/disk/by-id/virtio-glass >/run/glass/screen && chmod +x /run/glass/screen
            echo answers >/run/glass/behaviour
            systemd-run -q --unit=glass /run/glass/screen 1 0x3c /run/glass/behaviour /dev/virtio-ports/screen
            timeout 60 sh -c 'until [ -e /dev/i2c-1 ]; do sleep 0.2; done'
            chgrp landline /dev/i2c-1 && chmod 660 /dev/i2c-1
            mkdir -p /run/systemd/system/landline.service.d
            printf '[Service]\nDeviceAllow=/dev/i2c-1 rw\n' >/run/systemd/system/landline.service.d/glass.conf
            systemctl daemon-reload
            """);
        return new Panel(new Screen(await box.ScreenAsync()), new Lines(await box.ShellAsync()));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Screen.DisposeAsync();

    private static string GuestMachine => Path.Combine(Environment.GetEnvironmentVariable("LANDLINE_GUEST") ?? "/var/cache/landline-guest", "machine", "guest.cpio");
}
