namespace Appliance.FrontPanel;

/// <summary>Which pages can be turned to, and in which order.</summary>
internal static class PageOrder
{
    /// <summary>The pages in the order of turning. A page with nothing to say is left out.</summary>
    public static IEnumerable<PanelPage> Of(PanelFacts facts)
    {
        if (HasClaim(facts))
            yield return PanelPage.Claim;
        yield return PanelPage.Home;
        if (facts.Emergency is not null)
            yield return PanelPage.Emergency;
        if (!facts.Problems.IsEmpty)
            yield return PanelPage.Problem;
        if (!facts.Calls.IsEmpty)
            yield return PanelPage.Calls;
        yield return PanelPage.Line;
        yield return PanelPage.Phones;
        yield return PanelPage.Network;
        if (facts.Update is not null)
            yield return PanelPage.Update;
        yield return PanelPage.About;
    }

    /// <summary>The page to return to when nobody presses anything.</summary>
    public static PanelPage Rest(PanelFacts facts) =>
        facts.Network.Trial is not null ? PanelPage.Network
        : facts.Setup.Window is not null || (!facts.Setup.IsClaimed && facts.Lines.IsEmpty) ? PanelPage.Claim : PanelPage.Home;

    /// <summary>So many pages onward, or back, from this one, around the end. From a page that is gone: the place where it was.</summary>
    public static PanelPage Turn(PanelFacts facts, PanelPage from, int by)
    {
        var pages = Of(facts).ToArray();
        var at = Array.IndexOf(pages, from);
        if (at < 0)
        {
            var next = Array.FindIndex(pages, page => page > from);
            at = by > 0 ? next - 1 : next;
            if (next < 0)
                return by > 0 ? pages[0] : pages[^1];
        }

        return pages[(at + by + pages.Length) % pages.Length];
    }

    private static bool HasClaim(PanelFacts facts) => facts.Setup.Window is not null || !facts.Setup.IsClaimed;
}
