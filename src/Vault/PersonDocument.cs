namespace VipOrleans.Vault;

using System.Text.Json.Serialization;

/// <summary>One person's data. Its text form withholds all of it, so that a careless log line leaks nothing.</summary>
/// <param name="Name">The name, as one free field: one word is fine; 1 to 200 characters.</param>
/// <param name="Contact">How to reach the person, at most 200 characters; null where unknown.</param>
/// <param name="Address">Where the person lives, at most 500 characters, line breaks allowed; null where unknown.</param>
/// <param name="Documents">Identity documents, at most 10.</param>
/// <param name="BirthDate">The day of birth, from 1 January 1900 on; null where it is not known.</param>
public sealed record PersonDocument(string Name, string? Contact, string? Address, IReadOnlyList<IdentityDocument> Documents,
    DateOnly? BirthDate = null)
{
    /// <summary>Says what is wrong with a document; nothing where it can be stored.</summary>
    /// <returns>
    /// One problem a field at most. Fields are named as in JSON (<c>documents[0].number</c>); messages never quote the data.
    /// </returns>
    public static IReadOnlyList<PersonProblem> Validate(PersonDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var problems = new List<PersonProblem>();

        if (string.IsNullOrWhiteSpace(document.Name) || document.Name.Length > VaultLimits.MaxName)
            problems.Add(new("name", $"A name has 1 to {VaultLimits.MaxName} characters and is not only white space."));
        else
            CheckText("name", document.Name, VaultLimits.MaxName);

        CheckText("contact", document.Contact, VaultLimits.MaxContact);
        CheckText("address", document.Address, VaultLimits.MaxAddress, "\r\n");

        if (document.BirthDate < VaultLimits.FirstBirthDate)
        {
            problems.Add(new("birthDate", $"A day of birth is {VaultLimits.FirstBirthDate:yyyy-MM-dd} or later."));
        }


        if (document.Documents is null)
            problems.Add(new("documents", "The list of documents is missing; it may be empty."));
        else if (document.Documents.Count > VaultLimits.MaxDocuments)
            problems.Add(new("documents", $"A person has at most {VaultLimits.MaxDocuments} documents."));
        else
            for (var i = 0; i < document.Documents.Count; i++)
                CheckDocument($"documents[{i}]", document.Documents[i]);

        return problems;

        void CheckText(string field, string? text, int max, string allowedControls = "")
        {
            if (text is null) return;
            if (text.Length > max) problems.Add(new(field, $"At most {max} characters."));
            else if (!VaultLimits.IsText(text,
                allowedControls)) problems.Add(new(field, "Control characters and broken Unicode are not allowed."));
        }

        void CheckDocument(string field, IdentityDocument? d)
        {
            if (d is null)
            {
                problems.Add(new(field, "A document is missing."));
                return;
            }
            if (d.Kind is null || !IdentityDocument.Kinds.Contains(d.Kind))
                problems.Add(new($"{field}.kind", $"One of {string.Join(", ", IdentityDocument.Kinds)}."));
            if (d.IssuedBy is not { Length: 2 } || !d.IssuedBy.All(char.IsAsciiLetterUpper))
                problems.Add(new($"{field}.issuedBy", "An ISO 3166 country code: two upper-case letters."));
            if (d.Number is null || !d.Number.Any(char.IsLetterOrDigit))
                problems.Add(new($"{field}.number", "A number has at least one letter or digit."));
            else
                CheckText($"{field}.number", d.Number, VaultLimits.MaxNumber);
        }
    }

    /// <summary>Two documents are equal when all their data is, the list of identity documents in the same order.</summary>
    public bool Equals(PersonDocument? other) =>
        other is not null && Name == other.Name && Contact == other.Contact && Address == other.Address && BirthDate == other.BirthDate
            && Documents.SequenceEqual(other.Documents);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Contact, Address, Documents.Count);

    /// <summary>A fixed text without any of the data.</summary>
    public override string ToString() => "PersonDocument (withheld)";
}

/// <summary>A document that says who a person is. Its text form withholds all of it.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="IssuedBy">The country that issued it, ISO 3166 alpha-2 in upper case.</param>
/// <param name="Number">Its number as printed, 1 to 50 characters with at least one letter or digit.</param>
public sealed record IdentityDocument(string Kind, string IssuedBy, string Number)
{
    /// <summary>The kinds of documents there are.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["passport", "national-id", "birth-certificate", "other"];

    /// <summary>A fixed text without any of the data.</summary>
    public override string ToString() => "IdentityDocument (withheld)";
}

/// <summary>What is wrong with one field of a <see cref="PersonDocument"/>.</summary>
/// <param name="Field">The field, as in JSON.</param>
/// <param name="Message">What it should be; never what it was.</param>
public readonly record struct PersonProblem(string Field, string Message);

/// <summary>How a document is written before it is encrypted.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PersonDocument))]
internal sealed partial class PersonJson : JsonSerializerContext;
