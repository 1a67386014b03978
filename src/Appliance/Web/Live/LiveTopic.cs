namespace Appliance.Web.Live;

/// <summary>A part of pages that is shown anew by itself while somebody looks: the inside of an element with <c>data-live="NAME"</c>.</summary>
/// <param name="Name">Its name: small letters and hyphens. One that there is of many things, as <c>call</c> of each call, is asked for as <c>call/ID</c>.</param>
/// <param name="Stamp">
/// What the part is made of, compared with <see cref="object.Equals(object?, object?)"/>: the part is written anew only when it is another. Has to be
/// quick. Its argument is what follows the stroke of the name, or nothing; it comes from outside.
/// </param>
/// <param name="Write">
/// The part as HTML in these words. It is written once for everybody who looks, so that nothing of one session may be inside: no seal, no
/// name of whoever is logged in. A button inside names its form outside by <c>form="…"</c>.
/// </param>
internal sealed record LiveTopic(string Name, Func<string, object?> Stamp, Func<string, PageWords, Task<string>> Write)
{
    /// <summary>True when telephone numbers stand in it whole: a machine gets it only when it asks for them.</summary>
    public bool ShowsNumbers { get; init; }
}

/// <summary>A part as it was last written.</summary>
/// <param name="Revision">Another one whenever it is another; never the same for two parts.</param>
/// <param name="Stamp">What it was made of.</param>
/// <param name="Html">What it says.</param>
/// <param name="Message">The same as a message of the stream.</param>
internal sealed record LivePart(long Revision, object? Stamp, string Html, ReadOnlyMemory<byte> Message)
{
    /// <summary>It has not been written yet.</summary>
    public static readonly LivePart None = new(0, new object(), "", default);
}
