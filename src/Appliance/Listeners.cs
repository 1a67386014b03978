using System.Collections.Immutable;

namespace Appliance;

/// <summary>Those who want to be told. Safe to use from any thread. A listener must return at once: post, do not work.</summary>
internal sealed class Listeners<T>
{
    private readonly Lock _gate = new();
    private ImmutableArray<Action<T>> _all = [];

    /// <summary>Tells this one too, until disposed.</summary>
    public IDisposable Add(Action<T> listener)
    {
        lock (_gate)
            _all = _all.Add(listener);
        return new Subscription(this, listener);
    }

    /// <summary>Tells everyone.</summary>
    public void Tell(T what)
    {
        foreach (var listener in _all)
            listener(what);
    }

    private sealed class Subscription(Listeners<T> among, Action<T> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (among._gate)
                among._all = among._all.Remove(listener);
        }
    }
}
