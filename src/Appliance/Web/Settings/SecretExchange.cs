using Appliance.Configuration;

namespace Appliance.Web.Settings;

/// <summary>Keeps new secrets so that they can be taken back when the settings they belong to are not accepted.</summary>
internal sealed class SecretExchange(SecretStore secrets)
{
    private readonly Stack<(string Name, Secret? Before, DateTime Written)> _kept = new();

    /// <summary>Keeps them all or none. Null: done; otherwise why not.</summary>
    public string? Keep(IEnumerable<NewSecret> all)
    {
        foreach (var secret in all)
        {
            var before = secrets.Find(secret.Name);
            var written = secrets.Stamps.GetValueOrDefault(secret.Name).Written;
            if (secrets.Keep(secret.Name, secret.Value) is { } why)
            {
                TakeBack();
                return why;
            }

            _kept.Push((secret.Name, before, written));
        }

        return null;
    }

    /// <summary>As it was before.</summary>
    public void TakeBack()
    {
        while (_kept.TryPop(out var one))
        {
            if (one.Before is { } before)
                secrets.PutBack(one.Name, before, one.Written);
            else
                secrets.Forget(one.Name);
        }
    }
}
