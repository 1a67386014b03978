using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Guest.Bed;

/// <summary>A shell in the guest, over a virtio port. A command's output ends with a mark that bears its exit code.</summary>
public sealed class GuestShell : IAsyncDisposable
{
    private const char Mark = '\u001e';

    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _one = new(1);
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>A shell at the other end of this socket.</summary>
    public GuestShell(Socket socket) => _stream = new NetworkStream(socket, ownsSocket: true);

    /// <summary>Runs a command and gives back what it wrote; fails when it ends with anything but 0.</summary>
    public async Task<string> RunAsync(string command, TimeSpan? within = null)
    {
        var (output, code) = await TryAsync(command, within);
        return code == 0 ? output : throw new InvalidOperationException($"The guest's \"{command}\" ended with {code}: {output}");
    }

    /// <summary>Runs a command and gives back what it wrote and its exit code.</summary>
    public async Task<(string Output, int Code)> TryAsync(string command, TimeSpan? within = null)
    {
        await _one.WaitAsync();
        try
        {
            using var limit = new CancellationTokenSource(within ?? TimeSpan.FromMinutes(2));
            await _stream.WriteAsync(Encoding.UTF8.GetBytes($"{{ {command}\n}} 2>&1; printf '\\036%d\\036' $?\n"), limit.Token);
            var bytes = new List<byte>();
            while (true)
            {
                var count = await _stream.ReadAsync(_buffer, limit.Token);
                if (count == 0)
                    throw new InvalidOperationException($"The guest is gone; it was told \"{command}\".");
                bytes.AddRange(_buffer.AsSpan(0, count));
                if (bytes.Count < 3 || bytes[^1] != Mark)
                    continue;

                var text = Encoding.UTF8.GetString(bytes.ToArray());
                var begins = text.LastIndexOf(Mark, text.Length - 2);
                if (begins >= 0)
                    return (text[..begins], int.Parse(text[(begins + 1)..^1], CultureInfo.InvariantCulture));
            }
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"The guest did not finish \"{command}\".", late);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _one.Dispose();
    }
}
