using Sip;
using Sip.Dialogs;

namespace Appliance.Calls;

/// <summary>Knows what the shell was told to remember of each answered call, so that it is told only of changes.</summary>
internal sealed class CallMemory
{
    private readonly Dictionary<string, CallSnapshot> _told = [];

    /// <summary>What to tell after the call took an input, or null.</summary>
    public GatewayOutput? Note(IOngoingCall call, Func<LegId, DialogSnapshot?> dialogOf, Instant now)
    {
        if (call.IsOver)
            return _told.Remove(call.Id) ? new GatewayOutput.Forget(call.Id) : null;
        if (call.Describe(dialogOf, now) is not { } snapshot || !snapshot.DiffersFrom(_told.GetValueOrDefault(call.Id)))
            return null;

        _told[call.Id] = snapshot;
        return new GatewayOutput.Remember(snapshot);
    }
}
