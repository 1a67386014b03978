using Appliance.Numbers;

namespace Appliance.Trunks;

/// <summary>Which of a trunk's numbers a text on the trunk means.</summary>
public static class OwnedNumbers
{
    /// <summary>
    /// The owned number meant by a user part in any form a provider writes; the account's name stands for the trunk's main number.
    /// Null: not ours.
    /// </summary>
    public static PhoneNumber? Find(TrunkConfig trunk, string? user, NumberPlan plan)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        ArgumentNullException.ThrowIfNull(plan);
        if (string.IsNullOrEmpty(user) || user.Length > 128)
            return null;
        var bare = user.TrimStart('+');
        foreach (var owned in trunk.Numbers)
        {
            if (PhoneNumber.From(owned) is { } number && (bare == number.Digits || user == number.Write(NumberFormat.National, plan.Country)))
                return number;
        }
        if (plan.ReadFromTrunk(user) is { } read && trunk.Numbers.Contains(read.Text))
            return read;
        return trunk is not TrunkConfig.TwilioTrunk && user == trunk.UserName ? PhoneNumber.From(trunk.ShownNumber) : null;
    }
}
