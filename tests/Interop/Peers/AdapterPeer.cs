namespace Interop.Peers;

/// <summary>
/// An analog adapter as sipp scenarios: it says word for word what they say, and sends back every voice packet it receives,
/// so that whoever plays it a tone must hear that tone again.
/// </summary>
public sealed class AdapterPeer
{
    private const int Port = 5060;

    private readonly Host _host;
    private readonly string _address;
    private readonly string _folder;
    private readonly string _target;
    private readonly Dictionary<string, string> _words;

    /// <summary>Puts one on a desk.</summary>
    /// <param name="host">The desk.</param>
    /// <param name="address">Its address.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="target">Where it sends everything: an address and a port.</param>
    /// <param name="domain">The host of its URIs.</param>
    /// <param name="user">Its name.</param>
    /// <param name="login">The name it proves itself with.</param>
    /// <param name="password">The password of that name.</param>
    public AdapterPeer(Host host, string address, string artifacts, string target, string domain, string user, string login, string password)
    {
        (_host, _address, _folder, _target) = (host, address, Path.Combine(artifacts, host.Name), target);
        _words = new(StringComparer.Ordinal) { ["DOMAIN"] = domain, ["USER"] = user, ["LOGIN"] = login, ["PASSWORD"] = password };
    }

    /// <summary>Registers.</summary>
    public async Task RegisterAsync()
    {
        await using var sipp = Start("register", "", 401);
        await RightAsync(sipp);
    }

    /// <summary>Calls, talks for three seconds and hangs up.</summary>
    public async Task CallAsync(string number, int challenge)
    {
        await using var sipp = Start("call", number, challenge);
        await RightAsync(sipp);
    }

    /// <summary>Waits for one call; the task ends when that call has.</summary>
    public async Task AnswerAsync()
    {
        await using var sipp = Start("answer", "", 401);
        await RightAsync(sipp);
    }

    private PeerProcess Start(string scenario, string number, int challenge)
    {
        TextFile.Fill("Sipp", _folder, new Dictionary<string, string>(_words, StringComparer.Ordinal) { ["NUMBER"] = number, ["CHALLENGE"] = challenge.ToString() });
        return PeerProcess.Start(_host, $"{_host.Name}-{scenario}", _folder,
            "sipp", _target, "-sf", Path.Combine(_folder, scenario + ".xml"), "-i", _address, "-p", Port.ToString(), "-mi", _address, "-mp", "6000",
            "-auth_uri", number.Length > 0 ? $"{number}@{_words["DOMAIN"]}" : _words["DOMAIN"], "-m", "1", "-rtp_echo", "-nostdin", "-timeout", "40s", "-timeout_error", "-trace_err", "-error_file", Path.Combine(_folder, scenario + ".errors"),
            "-trace_msg", "-message_file", Path.Combine(_folder, scenario + ".messages"));
    }

    private async Task RightAsync(PeerProcess sipp)
    {
        var code = await sipp.EndedAsync(TimeSpan.FromSeconds(45));
        Assert.True(code == 0, $"sipp ended with {code}: {string.Concat(Directory.GetFiles(_folder, "*.errors").Select(TextFile.ReadShared))}");
    }
}
