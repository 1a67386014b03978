namespace Appliance.Traces;

/// <summary>
/// Keeps what was said for the latest calls, in memory alone: it is gone after a restart. Messages come with a Call-ID, which is joined
/// to a call as soon as the gateway names it; until then they wait, and few of them. Bounded in every way. Any thread may call.
/// </summary>
/// <param name="limits">How much to keep.</param>
public sealed class CallTraces(TraceLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TracedCall> _calls = [];
    private readonly Queue<TracedCall> _oldest = [];
    private readonly Dictionary<string, List<TracedCall>> _dialogs = [];
    private readonly Dictionary<string, List<TracedMessage>> _waiting = [];
    private readonly Queue<string> _waitingOrder = [];
    private int _weight;
    private int _waitingWeight;

    /// <summary>How many calls are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _calls.Count;
        }
    }

    /// <summary>About how many bytes are kept in all.</summary>
    public int Weight
    {
        get
        {
            lock (_gate)
                return _weight + _waitingWeight;
        }
    }

    /// <summary>Takes a message.</summary>
    public void Take(TracedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
        {
            if (_dialogs.TryGetValue(message.SipCallId, out var calls))
            {
                foreach (var call in calls)
                    _weight += call.Add(message, limits);
                MakeRoom();
            }
            else
            {
                Wait(message);
            }
        }
    }

    /// <summary>This dialog belongs to this call; what waited of it does too.</summary>
    public void Join(string callId, TracedDialog dialog)
    {
        ArgumentNullException.ThrowIfNull(dialog);
        lock (_gate)
        {
            if (!_calls.TryGetValue(callId, out var call))
            {
                call = new TracedCall(callId);
                _calls.Add(callId, call);
                _oldest.Enqueue(call);
            }

            if (!call.TryJoin(dialog))
                return;
            if (!_dialogs.TryGetValue(dialog.SipCallId, out var calls))
                _dialogs.Add(dialog.SipCallId, calls = []);
            calls.Add(call);
            if (_waiting.Remove(dialog.SipCallId, out var waited))
            {
                foreach (var message in waited)
                {
                    _waitingWeight -= message.Weight;
                    _weight += call.Add(message, limits);
                }
            }

            MakeRoom();
        }
    }

    /// <summary>The call is over. Its last words may still come.</summary>
    public void End(string callId)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue(callId, out var call))
                call.IsOver = true;
        }
    }

    /// <summary>So many messages came faster than they could be taken: every call that goes on may lack some.</summary>
    public void Miss(int count)
    {
        lock (_gate)
        {
            foreach (var call in _calls.Values.Where(call => !call.IsOver))
                call.Omitted += count;
        }
    }

    /// <summary>What was said for this call, or null when nothing is kept of it.</summary>
    public CallTrace? Find(string callId)
    {
        lock (_gate)
            return _calls.TryGetValue(callId, out var call) ? call.Read() : null;
    }

    /// <summary>Another one whenever more is kept of this call; null when nothing is.</summary>
    public (int Messages, int Dialogs, bool IsOver)? StampOf(string callId)
    {
        lock (_gate)
            return _calls.TryGetValue(callId, out var call) ? (call.Taken, call.Dialogs.Count, call.IsOver) : null;
    }

    private void Wait(TracedMessage message)
    {
        if (!_waiting.TryGetValue(message.SipCallId, out var messages))
        {
            if (!message.Opens)
                return;
            _waiting.Add(message.SipCallId, messages = []);
            _waitingOrder.Enqueue(message.SipCallId);
        }

        if (messages.Count >= limits.WaitingMessages)
            return;
        messages.Add(message);
        _waitingWeight += message.Weight;
        while (_waiting.Count > limits.Waiting || _waitingWeight > limits.WaitingBytes || _waitingOrder.Count > 2 * limits.Waiting)
            ForgetWaiting(_waitingOrder.Dequeue());
    }

    private void ForgetWaiting(string sipCallId)
    {
        if (_waiting.Remove(sipCallId, out var messages))
            _waitingWeight -= messages.Sum(message => message.Weight);
    }

    /// <summary>Gives up the oldest call that is over, or the oldest of all.</summary>
    private void MakeRoom()
    {
        while (_calls.Count > limits.Calls || (_weight > limits.TotalBytes && _calls.Count > 1))
        {
            for (var looked = 0; looked < _calls.Count && !_oldest.Peek().IsOver; looked++)
                _oldest.Enqueue(_oldest.Dequeue());
            Forget(_oldest.Dequeue());
        }
    }

    private void Forget(TracedCall call)
    {
        _calls.Remove(call.Id);
        _weight -= call.Weight;
        foreach (var dialog in call.Dialogs)
        {
            var calls = _dialogs[dialog.SipCallId];
            calls.Remove(call);
            if (calls.Count is 0)
                _dialogs.Remove(dialog.SipCallId);
        }
    }

    private sealed class TracedCall(string id)
    {
        // Each target that is tried has its own.
        private const int MostDialogs = 40;

        private readonly List<TracedDialog> _dialogs = [];
        private readonly List<TracedMessage> _first = [];
        private readonly Queue<TracedMessage> _last = [];

        public string Id => id;

        public List<TracedDialog> Dialogs => _dialogs;

        public int Weight { get; private set; }

        public int Taken => _first.Count + _last.Count + Omitted;

        public int Omitted { get; set; }

        public bool IsOver { get; set; }

        public bool TryJoin(TracedDialog dialog)
        {
            if (_dialogs.Count >= MostDialogs || _dialogs.Exists(known => known.SipCallId == dialog.SipCallId))
                return false;
            _dialogs.Add(dialog);
            return true;
        }

        /// <summary>By how much the call's weight changed.</summary>
        public int Add(TracedMessage message, TraceLimits limits)
        {
            var before = Weight;
            Weight += message.Weight;
            if (_first.Count < limits.First)
            {
                _first.Add(message);
                return Weight - before;
            }

            _last.Enqueue(message);
            if (_last.Count > limits.Last)
            {
                Weight -= _last.Dequeue().Weight;
                Omitted++;
            }

            return Weight - before;
        }

        public CallTrace Read() => new(
            id,
            ValueList.Create<TracedDialog>([.. _dialogs]),
            // Threads of several flows wrote them down.
            ValueList.Create<TracedMessage>([.. _first.Concat(_last).OrderBy(message => message.At)]),
            Omitted,
            IsOver);
    }
}
