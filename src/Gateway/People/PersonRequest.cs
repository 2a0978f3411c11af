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
