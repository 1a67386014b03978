using Appliance.Access;
using Sip.Net;

namespace Appliance.Tests.Access;

public sealed class SessionTableTests
{
    private static readonly SystemTokens Tokens = new();

    [Fact]
    public void A_session_ends_when_it_is_unused_and_when_its_time_is_over()
    {
        var table = new SessionTable();
        var (_, unused) = Begin(table, TimeSpan.Zero);
        var (_, used) = Begin(table, TimeSpan.Zero);

        var now = TimeSpan.Zero;
        while (now < SessionTable.Lifetime - TimeSpan.FromHours(1))
            Assert.NotNull(table.Use(used, now += TimeSpan.FromHours(1)));

        Assert.Null(table.Use(unused, SessionTable.IdleLimit));
        Assert.Null(table.Use(used, SessionTable.Lifetime));
        Assert.Empty(table.All(now));
    }

    [Fact]
    public void One_too_many_takes_the_place_of_the_one_unused_for_longest()
    {
        var table = new SessionTable();
        var keys = Enumerable.Range(0, SessionTable.Most).Select(i => Begin(table, TimeSpan.FromSeconds(i)).Key).ToArray();
        table.Use(keys[0], TimeSpan.FromMinutes(1));

        Begin(table, TimeSpan.FromMinutes(2));

        Assert.Equal(SessionTable.Most, table.All(TimeSpan.FromMinutes(2)).Length);
        Assert.NotNull(table.Use(keys[0], TimeSpan.FromMinutes(2)));
        Assert.Null(table.Use(keys[1], TimeSpan.FromMinutes(2)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    public void What_is_no_key_finds_nobody(string? key)
    {
        var table = new SessionTable();
        Begin(table, TimeSpan.Zero);

        Assert.Null(table.Use(key, TimeSpan.Zero));
    }

    [Fact]
    public void A_session_and_a_token_do_not_say_their_keys()
    {
        var (session, key) = Begin(new SessionTable(), TimeSpan.Zero);
        var (token, text) = new TokenTable().Make("wallboard", TokenKind.Read, Tokens, DateTimeOffset.UnixEpoch)!.Value;

        Assert.DoesNotContain(key, $"{session}", StringComparison.Ordinal);
        Assert.DoesNotContain(session.Hash, $"{session}", StringComparison.Ordinal);
        Assert.DoesNotContain(text[TokenTable.Prefix.Length..], $"{token}", StringComparison.Ordinal);
    }

    private static (Session Begun, string Key) Begin(SessionTable table, TimeSpan now) => table.Begin(Tokens, "192.168.1.20", "a browser", DateTimeOffset.UnixEpoch, now);
}
