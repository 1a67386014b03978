namespace Sip.Net;

/// <summary>A call that a <see cref="SipUserAgent"/> has answered. Disposing it hangs up.</summary>
public sealed class AnsweredCall : IAsyncDisposable
{
    private readonly IncomingCall _call;

    internal AnsweredCall(IncomingCall call) => _call = call;

    /// <summary>Completes when the call is over, whoever ended it.</summary>
    public Task Ended => _call.Ended;

    /// <summary>Plays a file of the sound folder to its end, or until the call is over. A file that cannot be played is over at once.</summary>
    public Task PlayAsync(string sound, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(sound);
        return _call.PlayAsync(sound, stop);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _call.LeaveAsync();
}
