using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Appliance.Web;

/// <summary>
/// ASP.NET Core's own way with passphrases: PBKDF2 with HMAC-SHA-512 and a salt each. One at a time and few in the queue, because the
/// cores are the calls'.
/// </summary>
internal sealed class PassphraseHashing : IDisposable
{
    /// <summary>Rounds for PBKDF2-HMAC-SHA512 (OWASP Password Storage Cheat Sheet).</summary>
    private const int Rounds = 210_000;

    private const int MostWaiting = 8;

    private readonly PasswordHasher<AccessDesk> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
    private readonly SemaphoreSlim _turn = new(1);
    private int _waiting;

    /// <summary>The hash; null: too many wait.</summary>
    public Task<string?> HashAsync(string passphrase, CancellationToken stop) =>
        InTurnAsync<string?>(() => _hasher.HashPassword(null!, passphrase), null, stop);

    /// <summary>True when this is the passphrase; null: too many wait.</summary>
    public Task<bool?> VerifyAsync(string hash, string passphrase, CancellationToken stop) =>
        InTurnAsync<bool?>(() => Verify(hash, passphrase), null, stop);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private bool Verify(string hash, string passphrase)
    {
        try
        {
            return _hasher.VerifyHashedPassword(null!, hash, passphrase) is not PasswordVerificationResult.Failed;
        }
        catch (FormatException)
        {
            // A hash that somebody edited lets nobody in.
            return false;
        }
    }

    private async Task<T> InTurnAsync<T>(Func<T> work, T tooMany, CancellationToken stop)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
                return tooMany;
            await _turn.WaitAsync(stop);
            try
            {
                return await Task.Run(work, stop);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
