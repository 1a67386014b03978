namespace Sip.Dialogs;

/// <summary>Addresses as the application gives them.</summary>
internal static class Addresses
{
    /// <summary>The address with our tag. Without angle brackets the tag would be read as a parameter of the URI's own.</summary>
    public static string Tagged(string address, string tag) =>
        address.Contains('<') ? $"{address};tag={tag}" : $"<{address}>;tag={tag}";
}
