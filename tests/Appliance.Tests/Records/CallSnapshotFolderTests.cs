using Appliance.Calls;
using Appliance.Records;
using Appliance.Tests.Calls;
using Appliance.Tests.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Appliance.Tests.Records;

public sealed class CallSnapshotFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly CallSnapshot _call = Answered();

    [Fact]
    public void What_is_remembered_is_read_again_with_the_time_since_added()
    {
        using (var before = Folder())
        {
            before.Remember(_call);
            before.WriteWaiting();
        }

        _time.Advance(TimeSpan.FromMinutes(3));
        using var after = Folder();
        var read = Assert.Single(after.Read());
        Assert.Equal(_call.Record with { Duration = _call.Record.Duration + TimeSpan.FromMinutes(3) }, read.Record);
        Assert.Equal((_call.LongestCall, _call.Caller.Peer, _call.Called!.Peer), (read.LongestCall, read.Caller.Peer, read.Called!.Peer));
        Assert.Equal(_call.Caller.Dialog.Origin, read.Caller.Dialog.Origin);
        Assert.Equal(_call.Caller.Dialog.Profile, read.Caller.Dialog.Profile);
        Assert.Equal(_call.Called.Dialog.LocalSequence, read.Called.Dialog.LocalSequence);
        Assert.Equal<IEnumerable<string>>(_call.Called.Dialog.Routes, read.Called.Dialog.Routes);
        Assert.True(_call.Caller.Dialog.RemoteDescription.Span.SequenceEqual(read.Caller.Dialog.RemoteDescription.Span));
        Assert.False(read.Caller.Dialog.RemoteDescription.IsEmpty);
    }

    [Fact]
    public void A_successor_goes_on_with_what_was_read()
    {
        using var folder = Folder();
        folder.Remember(_call);
        folder.WriteWaiting();
        var successor = new TwoSides(2, folder.Read());
        successor.EngineLists(1, 2);
        successor.Receive(TwoSides.Provider, _call.Called!, "BYE", 2);
        successor.Request("BYE", TwoSides.Pbx);
        Assert.Equal(_call.Record.Id, Assert.Single(successor.Records).Id);
    }

    [Fact]
    public void A_forgotten_call_leaves_nothing()
    {
        using var folder = Folder();
        folder.Remember(_call);
        folder.WriteWaiting();
        folder.Forget(_call.Record.Id);
        folder.WriteWaiting();
        Assert.Empty(folder.Read());
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_call_that_ends_before_it_was_written_is_never_written()
    {
        using var folder = Folder();
        folder.Remember(_call);
        folder.Forget(_call.Record.Id);
        folder.WriteWaiting();
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"Call\":")]
    [InlineData("{ }")]
    [InlineData("null")]
    public void A_file_that_cannot_be_read_is_put_aside(string text)
    {
        File.WriteAllText(_folder.File("0011223344556677.json"), text);
        using var folder = Folder();
        Assert.Empty(folder.Read());
        Assert.Equal([_folder.File("0011223344556677.json.unreadable")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Nothing_of_a_file_can_be_read_by_others()
    {
        using var folder = Folder();
        folder.Remember(_call);
        folder.WriteWaiting();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(_folder.Path))));
    }

    [Fact]
    public void Keys_of_the_voice_are_not_kept()
    {
        var sdp = "v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:topsecret\r\n"u8.ToArray();
        var secure = _call with { Caller = _call.Caller with { Dialog = (_call.Caller.Dialog with { LocalDescription = sdp }).WithoutKeys() } };
        using var folder = Folder();
        folder.Remember(secure);
        folder.WriteWaiting();
        var text = File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.Path)));
        Assert.DoesNotContain(Convert.ToBase64String(sdp), text, StringComparison.Ordinal);
        Assert.True(Assert.Single(folder.Read()).Caller.Dialog.LocalDescription.IsEmpty);
    }

    public void Dispose() => _folder.Dispose();

    private static CallSnapshot Answered()
    {
        var gateway = new TwoSides(1);
        gateway.Talk();
        return gateway.Remembered[^1];
    }

    private CallSnapshotFolder Folder() => new(_folder.Path, _time);
}
