using System.IO.Compression;
using System.Security.Cryptography;

namespace Appliance.Web;

/// <summary>
/// A file that pages load and that is part of the program: compressed once, and named with its version, so that a browser asks for it once and
/// after an update gets the new one. Without the version in the address a browser keeps it too, but asks each time whether it still is the one.
/// </summary>
internal sealed class WebAsset
{
    /// <summary>How the pages look.</summary>
    public static readonly WebAsset Style = new("page.css", "text/css; charset=utf-8", WebAssets.Read("page.css"));

    /// <summary>What changes by itself, the keys, the clock: one file, for each costs a page a request.</summary>
    public static readonly WebAsset Script = new("live.js", "text/javascript; charset=utf-8", [.. WebAssets.Read("live.js"), .. WebAssets.Read("keys.js"), .. WebAssets.Read("clock.js")]);

    /// <summary>The picture in the browser's tab.</summary>
    public static readonly WebAsset Icon = new("icon.png", "image/png", PageIcon.Png);

    private const string VersionField = "v";

    private readonly string _type;
    private readonly string _version;
    private readonly byte[] _plain;
    private readonly byte[] _brotli;
    private readonly byte[] _gzip;

    private WebAsset(string name, string type, byte[] plain)
    {
        (Path, _type, _plain) = ($"/assets/{name}", type, plain);
        _version = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8));
        _brotli = Squeezed(static into => new BrotliStream(into, CompressionLevel.SmallestSize, leaveOpen: true));
        _gzip = Squeezed(static into => new GZipStream(into, CompressionLevel.SmallestSize, leaveOpen: true));
    }

    /// <summary>All of them.</summary>
    public static ValueList<WebAsset> All => [Style, Script, Icon];

    /// <summary>Where it is, without its version.</summary>
    public string Path { get; }

    /// <summary>Where a page loads it from.</summary>
    public string Address => $"{Path}?{VersionField}={_version}";

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, Answer).WithMetadata(Door.Open);

    private IResult Answer(HttpContext context)
    {
        var (encoding, bytes) = Chosen(context.Request);
        var headers = context.Response.Headers;
        headers.CacheControl = context.Request.Query[VersionField] == _version ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        return Results.Bytes(bytes, _type, entityTag: new($"\"{_version}-{encoding ?? "plain"}\""));
    }

    private (string? Encoding, byte[] Bytes) Chosen(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding.Where(static one => one.Quality is not 0).Select(static one => one.Value.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return accepted.Contains("br") && _brotli.Length < _plain.Length ? ("br", _brotli)
            : accepted.Contains("gzip") && _gzip.Length < _plain.Length ? ("gzip", _gzip)
            : (null, _plain);
    }

    private byte[] Squeezed(Func<Stream, Stream> by)
    {
        using var result = new MemoryStream();
        using (var squeeze = by(result))
            squeeze.Write(_plain);
        return result.ToArray();
    }
}
