using System.Diagnostics;

namespace Appliance.Configuration;

/// <summary>
/// Collects faults while a file is read and checked. A setting gets one fault, the first one found, so that a mistake
/// does not come back in other words further on.
/// </summary>
internal sealed class FaultList
{
    private readonly List<ConfigFault> _faults = [];
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Position> _positions = new(StringComparer.Ordinal);

    /// <summary>Remembers where a setting stands.</summary>
    public void Locate(string key, Position at) => _positions.TryAdd(key, at);

    /// <summary>True when the owner wrote this setting, so that it is not a default.</summary>
    public bool IsWritten(string key) => _positions.ContainsKey(key);

    /// <summary>True when something is already wrong with this setting.</summary>
    public bool IsFaulty(string key) => _faulty.Contains(key);

    /// <summary>Where a setting stands; where its section stands when it was not written.</summary>
    public Position Find(string key)
    {
        for (var path = key; path.Length > 0; path = Parent(path))
        {
            if (_positions.TryGetValue(path, out var at))
                return at;
        }

        return default;
    }

    public void Add(string key, FaultCode code, params ReadOnlySpan<FaultValue> values) =>
        Add(Find(key), key, FaultWeight.Fault, code, values);

    public void Warn(string key, FaultCode code, params ReadOnlySpan<FaultValue> values) =>
        Add(Find(key), key, FaultWeight.Warning, code, values);

    public void Add(Position at, string key, FaultCode code, params ReadOnlySpan<FaultValue> values) =>
        Add(at, key, FaultWeight.Fault, code, values);

    private void Add(Position at, string key, FaultWeight weight, FaultCode code, ReadOnlySpan<FaultValue> values)
    {
        Debug.Assert(values.Length == code.Values, $"{code.Name} has {values.Length} values.");
        if (key.Length > 0 && !_faulty.Add(key))
            return;

        _faults.Add(new(at.Line, at.Column, key, code.Name, ValueList.Create(values)) { Weight = weight });
    }

    public ValueList<ConfigFault> InOrder() =>
        ValueList.Create<ConfigFault>([.. _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)]);

    private static string Parent(string path)
    {
        var cut = path.LastIndexOfAny(['.', '[']);
        return cut < 0 ? "" : path[..cut];
    }
}
