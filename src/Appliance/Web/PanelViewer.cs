using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Appliance.Web;

/// <summary>Looks at the panel of a running box and presses its buttons, as the page's script does.</summary>
/// <param name="address">Where the box's page is: <c>http://127.0.0.1:8080</c>.</param>
internal sealed class PanelViewer(Uri address) : IDisposable
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    private volatile string _stream = "";

    /// <summary>The pictures, from the one of this moment on, until the connection ends. Throws <see cref="HttpRequestException"/> or <see cref="IOException"/>.</summary>
    public async IAsyncEnumerable<PanelPicture> WatchAsync([EnumeratorCancellation] CancellationToken stop)
    {
        using var answer = await _http.GetAsync(new Uri("/panel/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.StatusCode is not HttpStatusCode.OK)
            throw new HttpRequestException(await answer.Content.ReadAsStringAsync(stop), null, answer.StatusCode);

        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        await foreach (var happened in SseParser.Create(body).EnumerateAsync(stop))
        {
            if (happened.EventType is "hello")
                _stream = happened.Data;
            else if (happened.EventType is "panel" && JsonSerializer.Deserialize<PanelPicture>(happened.Data, Wire) is { } picture)
                yield return picture;
        }
    }

    /// <summary>Moves a button. False: the box did not take it.</summary>
    public async Task<bool> MoveAsync(string button, bool isDown, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/panel/buttons", UriKind.Relative))
        {
            Content = JsonContent.Create(new { stream = _stream, button, isDown }, options: Wire),
        };
        request.Headers.Add(PanelAccess.Header, "1");
        using var answer = await _http.SendAsync(request, stop);
        return answer.IsSuccessStatusCode;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
