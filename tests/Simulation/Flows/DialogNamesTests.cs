using System.Text;
using Appliance.Calls;
using Simulation.Support;
using Sip.Messages;

namespace Simulation.Flows;

/// <summary>Whoever keeps what was said must know which dialogs belong to a call.</summary>
public sealed class DialogNamesTests
{
    [Fact]
    public void A_call_names_the_dialogs_of_both_sides()
    {
        var story = Story.CalledOut();
        story.Ends();

        var call = Assert.Single(story.Scene.Reports.OfType<GatewayReport.OfCall>().Select(report => report.Event).OfType<CallReport.Began>());
        var named = story.Scene.Reports.OfType<GatewayReport.OfCall>().Select(report => report.Event).OfType<CallReport.DialogBegan>().ToArray();
        Assert.Equal([(call.CallId, "extension:101", true), (call.CallId, "trunk:twilio", false)], named.Select(dialog => (dialog.CallId, dialog.Peer, dialog.IsCaller)));
        var said = story.Scene.Sent.Select(sent => sent.Message).Where(message => message.CSeq.Method.Kind is SipMethodKind.Invite or SipMethodKind.Bye);
        Assert.Equal(named.Select(dialog => dialog.SipCallId).Order(), said.Select(message => Encoding.UTF8.GetString(message.CallId)).Distinct().Order());
    }

    [Fact]
    public void A_call_that_is_refused_at_once_names_its_only_dialog()
    {
        var scene = new Scene();
        new Phone(scene, "101").Registers().Calls("199").Gets(404);

        var named = Assert.Single(scene.Reports.OfType<GatewayReport.OfCall>().Select(report => report.Event).OfType<CallReport.DialogBegan>());
        Assert.Equal(("extension:101", true), (named.Peer, named.IsCaller));
        Assert.Contains(scene.Reports, report => report is GatewayReport.OfCall { Event: CallReport.Over over } && over.CallId == named.CallId);
    }
}
