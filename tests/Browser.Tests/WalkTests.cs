using System.Text.Json;
using Microsoft.Playwright;
using Walk;

namespace Browser.Tests;

/// <summary>Every page of a box in full use, in both languages and both themes: axe, words, width, weight, keyboard.</summary>
public abstract class WalkTests(string language)
{
    private const int LargestPage = 60 * 1024;
    private const int MostRequests = 6;

    private static readonly Visit[] s_visits =
    [
        new("home", "/", "/"),
        new("doorstep", "/", "/", IsStranger: true),
        new("access", "/access", "/access"),
        new("box", "/box", "/box"),
        new("certificate", "/box/certificate", "/box/certificate"),
        new("network", "/box/network", "/box/network"),
        new("settings", "/box/settings", "/box/settings"),
        new("revision", "/box/settings/revisions/{number}", "/box/settings/revisions/{revision}"),
        new("calls", "/calls", "/calls"),
        new("calls-found", "/calls", "/calls?text=777"),
        new("calls-none", "/calls", "/calls?text=nobody"),
        new("call-live", "/calls/{id}", "/calls/{running}"),
        new("call-over", "/calls/{id}", "/calls/{over}"),
        new("call-unknown", "/calls/{id}", "/calls/none", Status: 404),
        new("trace", "/calls/{id}/trace", "/calls/{over}/trace"),
        new("trace-whole", "/calls/{id}/trace", "/calls/{over}/trace?numbers=whole"),
        new("claim-owned", "/claim", "/claim"),
        new("claim-shut", "/claim", "/claim", IsStranger: true),
        new("help", "/help", "/help"),
        new("help-found", "/help", "/help?q=password"),
        new("lines", "/lines", "/lines"),
        new("line-new-twilio-trunk", "/lines/new/{kind}", "/lines/new/twilio-trunk"),
        new("line-new-twilio-domain", "/lines/new/{kind}", "/lines/new/twilio-domain"),
        new("line-new-sip", "/lines/new/{kind}", "/lines/new/sip"),
        new("line-new-pbx", "/lines/new/{kind}", "/lines/new/pbx"),
        new("line-twilio-trunk", "/lines/{id}", "/lines/twilio"),
        new("line-twilio-domain", "/lines/{id}", "/lines/domain"),
        new("line-sip", "/lines/{id}", "/lines/plan-b"),
        new("line-pbx", "/lines/{id}", "/lines/old"),
        new("login", "/login", "/login", IsStranger: true),
        new("numbers", "/numbers", "/numbers"),
        new("numbers-tried", "/numbers", "/numbers?dialled=0912345678&origin=extension:101"),
        new("rule-new", "/numbers/rules/new", "/numbers/rules/new"),
        new("rule", "/numbers/rules/{place}", "/numbers/rules/1"),
        new("panel", "/panel/", "/panel", IsOffice: true),
        new("phones", "/phones", "/phones"),
        new("phone-new", "/phones/new", "/phones/new"),
        new("phone", "/phones/{number}", "/phones/101"),
        new("safety", "/safety", "/safety"),
        new("start", "/start", "/start"),
        new("nothing-there", "/", "/nothing-there", Status: 404),
        new("not-so", "/", "/start/call", Status: 405),
    ];

    public static TheoryData<string> Names => [.. s_visits.Select(static visit => visit.Name)];

    [Fact]
    public void Every_page_that_there_is_is_visited() =>
        Assert.Equal(PageRoutes.Pages.Order(StringComparer.Ordinal), s_visits.Select(static visit => visit.Route).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_is_right(string name)
    {
        var visit = s_visits.Single(one => one.Name == name);
        var busy = await SharedParts.BoxAsync();
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = visit.IsStranger ? await browser.PageAsync(language: language) : await browser.VisitorAsync(busy.Box, language);

        var answer = await page.GotoAsync($"https://127.0.0.1:{busy.Box.TlsPort}{PathOf(visit, busy)}", new() { WaitUntil = WaitUntilState.Load });

        Assert.Equal(visit.Status, answer!.Status);
        await WeighAsync(page, name, busy.Box);
        await page.JudgeAsync($"walk-{name}", visit.IsOffice ? "en" : language);
        await HoldAsync(page, name);
        await TabThroughAsync(page, name);
        // Chromium writes into its console that a page was not found.
        Assert.DoesNotContain(browser.Complaints, complaint => visit.Status is 200 || !complaint.Contains($"{visit.Status}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_question_before_a_phone_in_use_is_cut_off_is_right()
    {
        var busy = await SharedParts.BoxAsync();
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.VisitorAsync(busy.Box, language);
        await page.GotoAsync($"https://127.0.0.1:{busy.Box.TlsPort}/phones");

        await page.Locator("li, tr").Filter(new() { HasText = "101" }).Locator("button[form=adopt]").ClickAsync();

        await page.Locator("input[name=sure]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.JudgeAsync("walk-phone-sure", language);
        await TabThroughAsync(page, "phone-sure");
        Assert.Empty(browser.Complaints);
    }

    private static string PathOf(Visit visit, BusyBox busy) => visit.Path
        .Replace("{running}", busy.Running, StringComparison.Ordinal)
        .Replace("{over}", busy.Over, StringComparison.Ordinal)
        .Replace("{revision}", busy.Revision, StringComparison.Ordinal);

    /// <summary>What a page loads is little, few and the box's own. Besides, a live page has one stream, and the worker's copy of its script.</summary>
    private static async Task WeighAsync(IPage page, string name, RunningBox box)
    {
        var loaded = await page.EvaluateAsync<JsonElement>("""
            ({
              list: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].filter(one => !one.name.includes('/events') && !one.name.includes('/api/')).map(one => [one.name, one.encodedBodySize]),
              live: document.querySelector('[data-live]') ? 2 : 0
            })
            """);
        var list = loaded.GetProperty("list").EnumerateArray().Select(static one => (Address: one[0].GetString()!, Bytes: one[1].GetInt32())).ToArray();
        var bytes = list.Sum(static one => one.Bytes);
        TestContext.Current.SendDiagnosticMessage($"{name}: {list.Length + loaded.GetProperty("live").GetInt32()} requests, {bytes} bytes");
        Assert.All(list, one => Assert.StartsWith($"https://127.0.0.1:{box.TlsPort}/", one.Address, StringComparison.Ordinal));
        Assert.InRange(list.Length + loaded.GetProperty("live").GetInt32(), 2, MostRequests);
        Assert.InRange(bytes, 1, LargestPage);
    }

    /// <summary>What is written anew while somebody is on it keeps the focus, which needs an id.</summary>
    private static async Task HoldAsync(IPage page, string name)
    {
        var lost = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('[data-live] :is(a[href], button, input:not([type=hidden]), select, textarea)')].filter(one => !one.id).map(one => one.outerHTML)");
        Assert.True(lost.Length is 0, $"{name}: the focus would be lost on {string.Join(", ", lost)}");
    }

    /// <summary>From the page's beginning, Tab comes to every control, shows where it is, and comes out at the end.</summary>
    private static async Task TabThroughAsync(IPage page, string name)
    {
        await page.EvaluateAsync("""
            () => {
              const groups = new Set();
              const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(one => {
                if (one.matches('[type=hidden], :disabled, [tabindex="-1"]') || !one.checkVisibility({ visibilityProperty: true })) return false;
                if (one.type !== 'radio') return true;
                const group = `${one.form?.id} ${one.name}`;
                return one.checked || !groups.has(group) && !!groups.add(group);
              });
              window.walked = { wanted: controls.length, hidden: [], seen: new Set(), controls };
              // What is written anew meanwhile is another element in the same place.
              window.walked.placeOf = one => { const at = []; for (; one?.parentElement; one = one.parentElement) at.unshift([...one.parentElement.children].indexOf(one)); return at.join('/'); };
              window.walked.places = new Map(controls.map(one => [window.walked.placeOf(one), one.outerHTML.slice(0, 160)]));
              document.activeElement?.blur();
            }
            """);
        var steps = await page.EvaluateAsync<int>("walked.wanted");
        // Twice as many presses as there are controls: a field for a date has three parts.
        for (var step = 0; step < (2 * steps) + 10; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            var isOut = await page.EvaluateAsync<bool>("""
                () => {
                  const one = document.activeElement;
                  if (!one || one === document.body || one === document.documentElement) return walked.seen.size > 0;
                  const place = walked.placeOf(one);
                  const look = getComputedStyle(one), box = one.getBoundingClientRect();
                  if (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2 || box.width === 0 || box.bottom < 0 || box.top > innerHeight || box.right < 0) walked.hidden.push(one.outerHTML.slice(0, 160));
                  walked.seen.add(place);
                  return false;
                }
                """);
            if (isOut)
                break;
        }

        var missed = await page.EvaluateAsync<string[]>("[...walked.places].filter(([place]) => !walked.seen.has(place)).map(([, html]) => html)");
        Assert.True(missed.Length is 0, $"{name}: Tab does not reach {string.Join(", ", missed)}");
        var hidden = await page.EvaluateAsync<string[]>("walked.hidden");
        Assert.True(hidden.Length is 0, $"{name}: nobody sees the focus on {string.Join(", ", hidden)}");
    }

    /// <summary>A page as the walk visits it.</summary>
    /// <param name="Name">The name of its pictures.</param>
    /// <param name="Route">Its route.</param>
    /// <param name="Path">Its address, with the box's own things filled in.</param>
    /// <param name="IsStranger">Visited by somebody who is not logged in.</param>
    /// <param name="IsOffice">In the office's language, whatever the visitor's is.</param>
    /// <param name="Status">What it answers with.</param>
    private sealed record Visit(string Name, string Route, string Path, bool IsStranger = false, bool IsOffice = false, int Status = 200);
}

/// <summary>The walk in English.</summary>
public sealed class EnglishWalkTests() : WalkTests("en");

/// <summary>The walk in Traditional Chinese.</summary>
public sealed class ChineseWalkTests() : WalkTests("zh-TW");
