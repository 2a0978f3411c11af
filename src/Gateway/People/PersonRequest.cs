namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Commands;

/// <summary>A person's own data. It goes to the vault and nowhere else.</summary>
internal sealed record PersonRequest
{
    /// <summary>The person of the documentation, who does not exist.</summary>
    public static readonly PersonRequest Example = new()
    {
        Name = "Aroha Example",
        Contact = "+64 21 000 0000",
        Address = "1 Example Street\nAuckland",
        BirthDate = new(1994, 4, 25),
        Documents = [new() { Kind = "passport", IssuedBy = "NZ", Number = "LA000000" }],
    };

    /// <summary>The name in one free field; one word is fine.</summary>
    [Text(1, 200), Personal]
    public required string Name { get; init; }

    /// <summary>A phone number or an address for mail.</summary>
    [Text(1, 200), Personal]
    public string? Contact { get; init; }

    /// <summary>Where the person lives.</summary>
    [Lines(1, 500), Personal]
    public string? Address { get; init; }

    /// <summary>
    /// The day of birth, or the month or the year if no more is known. With the name it tells an officer whether two records may be one
    /// person.
    /// </summary>
    [Personal]
    public BirthDate? BirthDate { get; init; }

    /// <summary>Identity documents. One document belongs to one person.</summary>
    [Items(0, 10), Personal]
    public IReadOnlyList<DocumentRequest>? Documents { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "PersonRequest (not shown)";

    /// <summary>As the grains take it.</summary>
    public Person ToPerson() => new()
    {
        Name = Name,
        Contact = Contact,
        Address = Address,
        BirthDate = BirthDate,
        Documents = [.. (Documents ?? []).Select(d => new PersonDocument { Kind = d.Kind, IssuedBy = d.IssuedBy, Number = d.Number })],
    };
}

/// <summary>What is corrected of a person's data; what is left out stays as it is.</summary>
internal sealed record CorrectPersonRequest
{
    /// <summary>What endpoints that take it tell of it.</summary>
    public const string About =
        "What is left out stays as it is, and what stood there before is kept. Contact and address the person corrects; name and identity "
            + "documents an officer does, with the reference of what shows it. A date of birth is verified instead.";

    /// <summary>The name in one free field.</summary>
    [Text(1, 200), Personal]
    public string? Name { get; init; }

    /// <summary>A phone number or an address for mail.</summary>
    [Text(1, 200), Personal]
    public string? Contact { get; init; }

    /// <summary>Where the person lives.</summary>
    [Lines(1, 500), Personal]
    public string? Address { get; init; }

    /// <summary>All identity documents, in place of those that are there.</summary>
    [Items(0, 10), Personal]
    public IReadOnlyList<DocumentRequest>? Documents { get; init; }

    /// <summary>Of an officer: the reference of what shows it.</summary>
    [Reference]
    public string? Shown { get; init; }

    internal PersonChange Change => new()
    {
        Name = Name,
        Contact = Contact,
        Address = Address,
        Documents = Documents is null ? null
            : [.. Documents.Select(d => new PersonDocument { Kind = d.Kind, IssuedBy = d.IssuedBy, Number = d.Number })],
        Shown = Shown,
    };

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "CorrectPersonRequest (not shown)";
}

/// <summary>What stood in a person's record before each correction: the newest first.</summary>
/// <param name="Items">The versions.</param>
public sealed record PersonVersionList(IReadOnlyList<PersonVersion> Items)
{
    /// <summary>An example.</summary>
    internal static readonly PersonVersionList Example =
        new([new() { Number = 1, Until = new(2025, 11, 3, 21, 30, 0, TimeSpan.Zero), Person = PersonRequest.Example.ToPerson() }]);
}

/// <summary>An identity document.</summary>
internal sealed record DocumentRequest
{
    /// <summary>What it is.</summary>
    [OneOf("passport", "national-id", "birth-certificate", "other"), Personal]
    public required string Kind { get; init; }

    /// <summary>The country that issued it.</summary>
    [Country, Personal]
    public required string IssuedBy { get; init; }

    /// <summary>Its number.</summary>
    [DocumentNumber, Personal]
    public required string Number { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "DocumentRequest (not shown)";
}
