namespace VipOrleans.Vault;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;

/// <summary>One person's data. Its text form withholds all of it, so that a careless log line leaks nothing.</summary>
/// <param name="Name">The name, as one free field: one word is fine; 1 to 200 characters.</param>
/// <param name="Contact">How to reach the person, at most 200 characters; null where unknown.</param>
/// <param name="Address">Where the person lives, at most 500 characters, line breaks allowed; null where unknown.</param>
/// <param name="Documents">Identity documents, at most 10.</param>
/// <param name="BirthDate">The date of birth, as far as it is known; null where it is not known.</param>
public sealed record PersonDocument(string Name, string? Contact, string? Address, IReadOnlyList<IdentityDocument> Documents,
    BirthDate? BirthDate = null)
{
    /// <summary>Says what is wrong with a document; nothing where it can be stored.</summary>
    /// <param name="document">The document.</param>
    /// <param name="today">The latest day that it is anywhere, after which nobody is born; null if it is not known here.</param>
    /// <returns>
    /// One problem a field at most. Fields are named as in JSON (<c>documents[0].number</c>); messages never quote the data.
    /// </returns>
    public static IReadOnlyList<PersonProblem> Validate(PersonDocument document, DateOnly? today = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var problems = new List<PersonProblem>();

        Check("name", PlainText.Problem(document.Name, VaultLimits.MaxName));
        if (document.Contact is { } contact) Check("contact", PlainText.Problem(contact, VaultLimits.MaxContact));
        if (document.Address is { } address) Check("address", PlainText.Problem(address, VaultLimits.MaxAddress, PlainText.LineBreaks));
        Check("birthDate", document.BirthDate?.Problem(today));

        if (document.Documents is null)
            problems.Add(new("documents", "The list of documents is missing; it may be empty."));
        else if (document.Documents.Count > VaultLimits.MaxDocuments)
            problems.Add(new("documents", $"A person has at most {VaultLimits.MaxDocuments} documents."));
        else
            for (var i = 0; i < document.Documents.Count; i++)
                CheckDocument($"documents[{i}]", document.Documents[i]);

        return problems;

        void Check(string field, string? problem)
        {
            if (problem is not null) problems.Add(new(field, problem));
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
            Check($"{field}.issuedBy", TextForms.Country.Problem(d.IssuedBy));
            Check($"{field}.number",
                TextForms.DocumentNumber.Problem(d.Number) ?? PlainText.Problem(d.Number, VaultLimits.MaxNumber));
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
