namespace VipOrleans.Portal.Layout;

using Microsoft.AspNetCore.Components;
using VipOrleans.Portal.Components;
using VipOrleans.Portal.Hosting;
using VipOrleans.Portal.Texts;

/// <summary>What every page has.</summary>
public abstract class PageView : ComponentBase
{
    [Parameter]
    public required Visit Visit { get; set; }

    [Parameter]
    public object? Data { get; set; }

    [Parameter]
    public required FormState Form { get; set; }

    protected Words W => Visit.Words;

    protected string To(string path) => Visit.To(path);

    /// <summary>What is wrong with a field, as its component shows it; null if nothing is.</summary>
    protected ErrorText? Problem(string field) => Form.Problems.FirstOrDefault(p => p.Field == field) is { } problem
        ? new() { Text = problem.Text, VisuallyHiddenText = W["form.error"] } : null;
}

/// <summary>A page about something.</summary>
/// <typeparam name="T">What it is about.</typeparam>
public abstract class PageView<T> : PageView where T : class
{
    protected T Model => (T)Data!;
}
