namespace Appliance.Web.Traces;

/// <summary>What was said for a call.</summary>
/// <param name="CallId">The call.</param>
/// <param name="NumbersMasked">True: of every number only the last three digits are shown.</param>
/// <param name="IsOver">True once the call has ended.</param>
/// <param name="Omitted">Messages that were not kept.</param>
/// <param name="Left">Who is on the ladder's left: <c>extension:101</c>.</param>
/// <param name="Right">Who is on its right: <c>trunk:twilio</c>.</param>
/// <param name="Messages">The messages in order.</param>
public sealed record TraceView(string CallId, bool NumbersMasked, bool IsOver, int Omitted, string[] Left, string[] Right, TraceMessageView[] Messages);

/// <summary>A SIP message of a call.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Seconds">After the first one.</param>
/// <param name="Time">The time of day.</param>
/// <param name="IsReceived">True: it came to the box; false: the box sent it.</param>
/// <param name="Side"><c>left</c> or <c>right</c> of the box.</param>
/// <param name="Party">With whom: <c>extension:101</c>; empty when that is not known.</param>
/// <param name="Peer">The peer's address and port.</param>
/// <param name="Transport"><c>UDP</c>, <c>TCP</c> or <c>TLS</c>.</param>
/// <param name="Method">The method; of a response that of its request.</param>
/// <param name="Status">The status of a response.</param>
/// <param name="Label">The method, or status and reason.</param>
/// <param name="Voice"><c>RTP</c> or <c>SRTP</c> when it speaks of voice.</param>
/// <param name="Codecs">The codecs it names, best first.</param>
/// <param name="IsHeld">True when it stops the voice.</param>
/// <param name="IsRepeat">True when the same was said before.</param>
/// <param name="SipCallId">Its Call-ID.</param>
/// <param name="IsCut">True when the end of the text was not kept.</param>
/// <param name="Text">The message, secrets blotted out.</param>
public sealed record TraceMessageView(
    int Number, double Seconds, DateTimeOffset Time, bool IsReceived, string Side, string Party, string Peer, string Transport, string Method, int? Status,
    string Label, string? Voice, string[] Codecs, bool IsHeld, bool IsRepeat, string SipCallId, bool IsCut, string Text);

/// <summary>What was said for a call, for programs. Whole numbers only for somebody who is logged in.</summary>
internal sealed class TraceApi(TraceDesk desk, NumbersChoice choice)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/calls/{id}/trace", Read).Produces<TraceView>().ProducesProblem(403).ProducesProblem(404);

    private IResult Read(HttpContext context, string id, string? numbers = null) =>
        NumbersChoice.IsWhole(numbers) && Caller.Of(context).Session is null ? AccessProblem.Of(context, StatusCodes.Status403Forbidden, "people-only")
        : desk.View(id, choice.ForExport(context, numbers, $"trace {id}")) is { } view ? Results.Json(view)
        : AccessProblem.Of(context, StatusCodes.Status404NotFound, "no-trace");
}
