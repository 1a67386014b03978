namespace Appliance.Web;

/// <summary>The fields of a form that was sent, each cut to what anybody may type.</summary>
internal sealed class FormFields(IFormCollection form)
{
    /// <summary>Those of this request; none when it carries no form.</summary>
    public static async Task<FormFields> OfAsync(HttpContext context) =>
        new(context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty);

    /// <summary>A field without blanks around it; one letter more than the longest is left, so that a check notices.</summary>
    public string Text(string name, int longest)
    {
        var text = form[name].ToString().Trim();
        return text.Length <= longest ? text : text[..(longest + 1)];
    }

    /// <summary>A field exactly as it was typed.</summary>
    public string Exact(string name, int longest)
    {
        var text = form[name].ToString();
        return text.Length <= longest ? text : text[..(longest + 1)];
    }

    /// <summary>A field that is one of these, or null.</summary>
    public string? OneOf(string name, params ReadOnlySpan<string> allowed) => allowed.Contains(form[name].ToString()) ? form[name].ToString() : null;

    /// <summary>True for a box that is ticked.</summary>
    public bool Flag(string name) => form[name].ToString().Length > 0;
}
