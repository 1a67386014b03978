using Sip.Media;

namespace Simulation.Support;

/// <summary>Beginnings that many stories share.</summary>
internal sealed class Story
{
    private Story(Scene scene, Twilio twilio, Phone phone, PeerCall call, PeerCall far, PortId inside, PortId outside) =>
        (Scene, Twilio, Phone, Call, Far, Inside, Outside) = (scene, twilio, phone, call, far, inside, outside);

    public Scene Scene { get; }

    public Twilio Twilio { get; }

    public Phone Phone { get; }

    /// <summary>The phone's side.</summary>
    public PeerCall Call { get; }

    /// <summary>Twilio's side.</summary>
    public PeerCall Far { get; }

    /// <summary>The port toward the phone.</summary>
    public PortId Inside { get; }

    /// <summary>The port toward Twilio.</summary>
    public PortId Outside { get; }

    /// <summary>Phone 101 talks to somebody it called.</summary>
    public static Story CalledOut(string extension = "101", string? sdp = null, string? answer = null)
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, extension).Registers();
        var call = phone.Calls("0912345678", sdp);
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(180);
        call.Gets(180);
        far.Answers(answer ?? Sdp.Twilio(codecs: "0 101"));
        var answered = call.Gets(200);
        call.Acks();
        return new Story(scene, twilio, phone, call, far, scene.Engine.PortAt(answered.AudioPort()), scene.Engine.PortAt(far.Invite.AudioPort()));
    }

    /// <summary>Phone 101 talks to somebody who called it.</summary>
    public static Story CalledIn()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var far = twilio.Tokyo.Brings("+886223456782");
        far.Gets(100);
        var call = phone.IsCalled();
        call.Replies(180);
        far.Gets(180);
        call.Answers(Sdp.Phone(codecs: "0 101"));
        var answered = far.Gets(200);
        far.Acks();
        return new Story(scene, twilio, phone, call, far, scene.Engine.PortAt(call.Invite.AudioPort()), scene.Engine.PortAt(answered.AudioPort()));
    }

    /// <summary>The phone hangs up; nothing is left but one record.</summary>
    public Appliance.Calls.CallRecord Ends()
    {
        Call.HangsUp();
        Call.Gets(200);
        Far.IsHungUp();
        return Scene.Leaves();
    }
}
