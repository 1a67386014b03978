using Appliance.Calls;
using Appliance.DialPlans;
using Appliance.Trunks;

namespace Appliance.Tests.Calls;

public sealed class CauseMappingTests
{
    [Theory]
    [InlineData(400, "Invalid Phone Number", false, "twilio.number-format")]
    [InlineData(400, "The number +886900000000 is unverified", false, "twilio.trial")]
    [InlineData(400, "Bad Request", false, "twilio.bad-request")]
    [InlineData(403, "Forbidden", false, "twilio.address-refused")]
    [InlineData(403, "Forbidden", true, "line.wrong-password")]
    [InlineData(403, "Invalid credentials", false, "line.wrong-password")]
    [InlineData(403, "Invalid Caller ID", true, "twilio.caller-not-owned")]
    [InlineData(403, "Caller ID is unauthorized. A Valid Caller ID is either a DID you have purchased from Twilio or a verified Caller ID.", true, "twilio.caller-not-owned")]
    [InlineData(403, "No International Authorization", true, "twilio.country-not-permitted")]
    [InlineData(403, "No International Permission", true, "twilio.country-not-permitted")]
    [InlineData(403, "Phone number is blocked for verification", true, "twilio.number-blocked")]
    [InlineData(403, "Number blacklisted", true, "twilio.number-blocked")]
    [InlineData(404, "Not Found", true, "called.not-found")]
    [InlineData(407, "Proxy Authentication required", true, "line.wrong-password")]
    [InlineData(480, "Temporarily Unavailable", true, "called.no-answer")]
    [InlineData(486, "Busy Here", true, "called.busy")]
    [InlineData(487, "Request Terminated", true, "called.cancelled")]
    [InlineData(488, "Not Acceptable Here", true, "twilio.encryption-mismatch")]
    [InlineData(503, "Trunk CPS limit exceeded", true, "line.too-fast")]
    [InlineData(503, "Trunk concurrent call limit exceeded", true, "line.all-busy")]
    [InlineData(503, "Service Unavailable", true, "line.trouble")]
    [InlineData(603, "Decline", true, "called.declined")]
    [InlineData(608, "Rejected", true, "called.rejected-as-spam")]
    public void Twilios_answers_mean_what_its_table_says(int status, string phrase, bool credentialsSent, string sentence) =>
        Assert.Equal(sentence, CauseMapping.Explain(PeerKind.Twilio, status, phrase, credentialsSent).Sentence);

    [Theory]
    [InlineData(404, 1)]
    [InlineData(486, 17)]
    [InlineData(480, 18)]
    [InlineData(403, 21)]
    [InlineData(603, 21)]
    [InlineData(410, 22)]
    [InlineData(484, 28)]
    [InlineData(502, 38)]
    [InlineData(503, 41)]
    [InlineData(500, 41)]
    [InlineData(408, 102)]
    [InlineData(405, 63)]
    public void Statuses_have_the_causes_of_rfc_3398(int status, int q850) =>
        Assert.Equal(q850, CauseMapping.Explain(PeerKind.Provider, status, "").Q850);

    [Fact]
    public void A_cause_told_by_the_far_side_wins_over_the_table() =>
        Assert.Equal("Q.850;cause=34", CauseMapping.Toward(PeerKind.Phone, CauseMapping.Explain(PeerKind.Provider, 503, "", q850: 34)).Reason);

    [Theory]
    [InlineData(PeerKind.Twilio)]
    [InlineData(PeerKind.Provider)]
    [InlineData(PeerKind.Pbx)]
    public void Pitfall_12_a_503_never_reaches_whoever_called(PeerKind caller)
    {
        foreach (var phrase in (string[])["", "Trunk CPS limit exceeded", "Trunk concurrent call limit exceeded"])
        {
            Assert.NotEqual(503, CauseMapping.Toward(caller, CauseMapping.Explain(PeerKind.Twilio, 503, phrase)).Status);
            Assert.NotEqual(503, CauseMapping.Toward(PeerKind.Phone, CauseMapping.Explain(PeerKind.Provider, 503, phrase)).Status);
        }
    }

    [Fact]
    public void A_challenge_of_one_side_never_reaches_the_other()
    {
        foreach (var status in (int[])[401, 407])
        {
            foreach (var from in Enum.GetValues<PeerKind>())
            {
                foreach (var toward in Enum.GetValues<PeerKind>())
                    Assert.False(CauseMapping.Toward(toward, CauseMapping.Explain(from, status, "")).Status is 401 or 407);
            }
        }
    }

    [Fact]
    public void Every_answer_to_anybody_is_a_final_failure()
    {
        for (var status = 300; status < 700; status++)
        {
            foreach (var toward in Enum.GetValues<PeerKind>())
                Assert.InRange(CauseMapping.Toward(toward, CauseMapping.Explain(PeerKind.Twilio, status, "x")).Status, 400, 699);
        }
    }

    [Theory]
    [InlineData(486, 486)]
    [InlineData(600, 600)]
    [InlineData(603, 603)]
    [InlineData(404, 404)]
    [InlineData(480, 480)]
    [InlineData(408, 480)]
    [InlineData(302, 480)]
    [InlineData(403, 500)]
    [InlineData(401, 500)]
    [InlineData(500, 500)]
    [InlineData(503, 500)]
    [InlineData(488, 488)]
    public void What_a_phone_decided_is_final_for_twilio_and_what_failed_asks_for_its_next_address(int phone, int toTwilio) =>
        Assert.Equal(toTwilio, CauseMapping.Toward(PeerKind.Twilio, CauseMapping.Explain(PeerKind.Phone, phone, "")).Status);

    [Theory]
    [InlineData(404, "Not Found", 404)]
    [InlineData(486, "Busy Here", 486)]
    [InlineData(603, "Decline", 603)]
    [InlineData(480, "Unavailable", 480)]
    [InlineData(408, "Timeout", 480)]
    [InlineData(400, "Invalid Phone Number", 404)]
    [InlineData(403, "Invalid Caller ID", 403)]
    [InlineData(503, "Trunk concurrent call limit exceeded", 480)]
    [InlineData(503, "Service Unavailable", 500)]
    [InlineData(407, "Proxy Authentication required", 502)]
    public void A_phone_hears_an_answer_it_understands(int twilio, string phrase, int toPhone) =>
        Assert.Equal(toPhone, CauseMapping.Toward(PeerKind.Phone, CauseMapping.Explain(PeerKind.Twilio, twilio, phrase)).Status);

    [Fact]
    public void The_end_of_a_search_is_explained()
    {
        Assert.Equal("line.silent", CauseMapping.Explain(PeerKind.Twilio, new AttemptResult.Silence()).Sentence);
        Assert.Equal("line.unreachable", CauseMapping.Explain(PeerKind.Twilio, new AttemptResult.TransportFailed()).Sentence);
        Assert.Equal("line.no-address", CauseMapping.Explain(PeerKind.Twilio, null).Sentence);
        Assert.Equal("called.busy", CauseMapping.Explain(PeerKind.Twilio, new AttemptResult.Rejected(486, "Busy Here")).Sentence);
    }

    [Fact]
    public void A_refusal_of_the_dial_plan_keeps_its_own_words() =>
        Assert.Equal(
            new CallCause(403, 21, "plan.premium"),
            CauseMapping.Explain(new Route.Refuse(403, "plan.premium") { Explanation = Explanation.Empty }));
}
