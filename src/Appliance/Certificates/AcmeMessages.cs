using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Appliance.Certificates;

/// <summary>An answer of the authority.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Body">What it says.</param>
internal sealed record AcmeAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>The longest body that is read, in bytes; a chain is a tenth of it.</summary>
    public const int LongestBody = 256 * 1024;

    /// <summary>The header <c>Replay-Nonce</c>.</summary>
    public string? Nonce { get; init; }

    /// <summary>The header <c>Location</c>.</summary>
    public string? Location { get; init; }

    /// <summary>The header <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True for a status of success.</summary>
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>The body as JSON; null: it is none.</summary>
    public AcmeDocument? Document()
    {
        try
        {
            using var read = JsonDocument.Parse(Body);
            return read.RootElement.ValueKind is JsonValueKind.Object ? new AcmeDocument(read.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body as text.</summary>
    public string Text() => Encoding.UTF8.GetString(Body.Span);
}

/// <summary>An object of the authority, read without trusting its shape.</summary>
internal sealed class AcmeDocument(JsonElement element)
{
    private const int LongestTold = 300;

    public string? Text(string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>An address within this document; null: there is none, or it leads out of HTTPS.</summary>
    public Uri? Address(string name) => AddressOf(Text(name));

    public AcmeDocument? Object(string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object ? new AcmeDocument(value) : null;

    public IEnumerable<AcmeDocument> Objects(string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array
        ? value.EnumerateArray().Where(static one => one.ValueKind is JsonValueKind.Object).Select(static one => new AcmeDocument(one))
        : [];

    public IEnumerable<Uri> Addresses(string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array
        ? value.EnumerateArray().Select(static one => one.ValueKind is JsonValueKind.String ? AddressOf(one.GetString()) : null).OfType<Uri>()
        : [];

    public bool Flag(string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    /// <summary>What a person can be told of an error (RFC 8555 section 6.7): its type and detail, and of the first part that has some.</summary>
    public (string Type, string Detail) Error()
    {
        var part = Objects("subproblems").FirstOrDefault();
        var type = Text("type") ?? "";
        return (type[(type.LastIndexOf(':') + 1)..], Told(string.Join(' ', new[] { Text("detail"), part?.Text("detail") }.OfType<string>().Distinct(StringComparer.Ordinal))));
    }

    /// <summary>The text of somebody else, cut, on one line.</summary>
    public static string Told(string text)
    {
        var line = new string([.. text.Select(static letter => char.IsControl(letter) ? ' ' : letter).Take(LongestTold)]);
        return line.Trim();
    }

    public static Uri? AddressOf(string? text) =>
        text is { Length: <= 2000 } && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address : null;
}

/// <summary>What the client says, in JSON.</summary>
internal static class AcmeWords
{
    public static string Account(string contact) => contact.Length is 0
        ? "{\"termsOfServiceAgreed\":true}"
        : $"{{\"termsOfServiceAgreed\":true,\"contact\":[\"{JsonEncodedText.Encode($"mailto:{contact}")}\"]}}";

    public static string Order(string name) => $"{{\"identifiers\":[{{\"type\":\"dns\",\"value\":\"{JsonEncodedText.Encode(name)}\"}}]}}";

    public static string Finalize(ReadOnlyMemory<byte> request) => $"{{\"csr\":\"{Base64Url.EncodeToString(request.Span)}\"}}";
}
