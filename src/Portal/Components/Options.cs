namespace VipOrleans.Portal.Components;

/// <summary>
/// What the components of govuk-frontend are given, by the names that its documentation has. Texts only: what is HTML comes as content.
/// </summary>
public sealed record Caption
{
    public string? Text { get; init; }

    public string? Classes { get; init; }

    /// <summary>True if it is the heading of the page as well.</summary>
    public bool IsPageHeading { get; init; }
}

/// <summary>The text below a label that helps to answer.</summary>
public sealed record HintText
{
    public string? Text { get; init; }

    public string? Classes { get; init; }
}

/// <summary>What is wrong with an answer.</summary>
public sealed record ErrorText
{
    public string? Text { get; init; }

    public string? Classes { get; init; }

    /// <summary>What screen readers say first.</summary>
    public string VisuallyHiddenText { get; init; } = "Error";
}

/// <summary>A frame around fields that belong together.</summary>
public sealed record FieldsetOptions
{
    public Caption? Legend { get; init; }

    public string? Classes { get; init; }

    public string? DescribedBy { get; init; }
}

/// <summary>One of several answers.</summary>
public sealed record Choice
{
    public string? Value { get; init; }

    public string? Text { get; init; }

    public HintText? Hint { get; init; }

    public bool? Checked { get; init; }

    public bool? Selected { get; init; }

    public bool Disabled { get; init; }

    public string? Divider { get; init; }

    public string? Id { get; init; }
}

/// <summary>A key with its value.</summary>
public sealed record SummaryRow
{
    public required HintText Key { get; init; }

    public HintText? Value { get; init; }

    public string? Classes { get; init; }

    public RowActions? Actions { get; init; }
}

/// <summary>What can be done with a row.</summary>
public sealed record RowActions
{
    public IReadOnlyList<RowAction>? Items { get; init; }

    public string? Classes { get; init; }
}

/// <summary>A link of a row.</summary>
public sealed record RowAction
{
    public string? Href { get; init; }

    public string? Text { get; init; }

    public string? VisuallyHiddenText { get; init; }

    public string? Classes { get; init; }
}

/// <summary>A cell of a table.</summary>
public sealed record Cell
{
    public string? Text { get; init; }

    /// <summary><c>numeric</c>, or nothing.</summary>
    public string? Format { get; init; }

    public string? Classes { get; init; }

    public int? Colspan { get; init; }

    public int? Rowspan { get; init; }

    /// <summary>Where the text leads; the one thing here that govuk-frontend does not have.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Href { get; init; }
}

/// <summary>One of the steps that make a whole.</summary>
public sealed record TaskItem
{
    public required HintText Title { get; init; }

    public HintText? Hint { get; init; }

    public string? Href { get; init; }

    public string? Classes { get; init; }

    public required TaskState Status { get; init; }
}

/// <summary>How far a step is.</summary>
public sealed record TaskState
{
    public string? Text { get; init; }

    public string? Classes { get; init; }

    public HintText? Tag { get; init; }
}

/// <summary>Something that is wrong, with a link to where.</summary>
public sealed record FormError
{
    public string? Text { get; init; }

    public string? Href { get; init; }
}

/// <summary>A language that the page can be read in.</summary>
public sealed record LanguageLink
{
    public string? Text { get; init; }

    public string? Lang { get; init; }

    public string? Dir { get; init; }

    public string? Href { get; init; }

    public bool Current { get; init; }
}

/// <summary>Class attributes.</summary>
public static class Css
{
    public static string Join(params ReadOnlySpan<string?> classes) =>
        string.Join(' ', classes.ToArray().Where(c => !string.IsNullOrEmpty(c)));

    public static string? Ids(params ReadOnlySpan<string?> ids) => Join(ids) is { Length: > 0 } text ? text : null;
}
