using Appliance.Configuration;
using Appliance.Setup;

namespace Appliance.Tests.Hosting;

public sealed class SetupDeskTests
{
    // Too short to be overwritten in its own place, so that a full card refuses it.
    private const string Claimed = """{"ownership":"claimed"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reset_file_stays_on_the_card_until_the_password_is_really_removed()
    {
        await using var bed = new PanelBed(owner: Claimed) { IsCardFull = true };
        var file = Path.Combine(bed.Boot, "RESET-PASSWORD.txt");
        await File.WriteAllTextAsync(file, "please", Stop);

        bed.Start();

        Assert.NotNull(bed.Desk.Trouble);
        Assert.True(File.Exists(file));
        Assert.Equal(Ownership.Claimed, new OwnerFile(bed.Folder).Read(out _).Ownership);

        for (var second = 0; second < 12; second++)
            await bed.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.NotNull(bed.Desk.Trouble);
        bed.IsCardFull = false;
        await bed.AdvanceUntilAsync(() => bed.Desk.Trouble is null);

        Assert.False(File.Exists(file));
        Assert.Equal(Ownership.PasswordForgotten, new OwnerFile(bed.Folder).Read(out _).Ownership);
    }

    [Fact]
    public async Task Nothing_is_erased_before_it_is_on_the_card_that_it_will_be()
    {
        await using var bed = new PanelBed(owner: Claimed) { IsCardFull = true }.Start();

        bed.Desk.Post(new SetupEvent.EraseConfirmed());
        await PanelBed.UntilAsync(() => bed.Desk.Trouble is not null);
        Assert.False(bed.Desk.EraseAsked.IsCompleted);

        bed.IsCardFull = false;
        await bed.AdvanceUntilAsync(() => bed.Desk.EraseAsked.IsCompleted);
        Assert.Equal(Ownership.Erasing, new OwnerFile(bed.Folder).Read(out _).Ownership);
    }

    [Fact]
    public async Task However_often_somebody_asks_while_the_card_is_full_it_is_bounded_and_ends_well()
    {
        await using var bed = new PanelBed(owner: Claimed) { IsCardFull = true }.Start();

        for (var time = 0; time < 200; time++)
        {
            bed.Desk.Post(new SetupEvent.PasswordForgotten());
            if (time % 20 is 0)
                await bed.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        }

        await PanelBed.UntilAsync(() => bed.Desk.Trouble is not null);
        bed.IsCardFull = false;
        await bed.AdvanceUntilAsync(() => bed.Desk.Trouble is null);
        Assert.Equal(Ownership.PasswordForgotten, new OwnerFile(bed.Folder).Read(out _).Ownership);
        Assert.NotNull(bed.Desk.View.Window);
    }
}
