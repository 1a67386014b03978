using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Appliance.Tests.Web.Live;

/// <summary>Somebody who looks: the stream as a browser reads it.</summary>
internal sealed class LiveStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private LiveStream(HttpResponseMessage answer, Stream body) =>
        (_answer, _events) = (answer, SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken));

    public HttpResponseMessage Answer => _answer;

    public static async Task<LiveStream> OpenAsync(TestBrowser browser, string query, params (string Name, string Value)[] headers)
    {
        var answer = await browser.OpenAsync(browser.Bed.Safe, $"/api/live?{query}", headers);
        return new(answer, await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next part of this topic, or null when the stream ends.</summary>
    public async Task<string?> PartAsync(string topic)
    {
        while (await _events.MoveNextAsync())
        {
            if (_events.Current.EventType is not "part")
                continue;
            using var part = JsonDocument.Parse(_events.Current.Data);
            if (part.RootElement.GetProperty("topic").GetString() == topic)
                return part.RootElement.GetProperty("html").GetString();
        }

        return null;
    }

    /// <summary>The first part of this topic that says so.</summary>
    public async Task<string> UntilAsync(string topic, string says)
    {
        while (await PartAsync(topic) is { } html)
        {
            if (html.Contains(says, StringComparison.Ordinal))
                return html;
        }

        throw new InvalidOperationException($"The stream ended before {topic} said “{says}”.");
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _answer.Dispose();
    }
}
