namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A part of a person's data.</summary>
[JsonConverter(typeof(CodeConverter<PersonField>))]
public enum PersonField
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>How to reach the person.</summary>
    Contact,

    /// <summary>Where the person lives.</summary>
    Address,

    /// <summary>The identity documents.</summary>
    Documents,
}

/// <summary>Which parts of a person's data are corrected. What they are is in the vault, before and after.</summary>
/// <param name="Fields">The parts that change; empty if all is as it was.</param>
/// <param name="Document">Of an officer: the reference of what shows it; null for none.</param>
public sealed record PersonCorrection(IReadOnlyList<PersonField> Fields, string? Document = null)
{
    /// <summary>In how many days a wish to be erased is answered (Regulation (EU) 2016/679, article 12(3): one month).</summary>
    public const int ErasureDays = 30;

    /// <summary>
    /// Why the data may not be corrected; null if it may. Contact and address everybody knows best of themselves; a name and documents
    /// were looked at by an officer, and are corrected by one who has seen what shows it.
    /// </summary>
    internal Rejection? Problem(Moment moment)
    {
        if (Document is { } document && TextForms.Reference.Problem(document) is { } unlike)
        {
            return new(RejectionCode.InvalidInput, unlike);
        }

        if (!Fields.Any(f => f is PersonField.Name or PersonField.Documents)) return null;
        if (!Actors.IsOfficer(moment.Actor))
        {
            return new(RejectionCode.CorrectionNeedsOfficer,
                "Name and identity documents are corrected by an officer, who has seen what shows it. Contact and address you correct "
                    + "yourself.");
        }

        return Document is null
            ? new(RejectionCode.InvalidInput, "Give the reference of what shows the right name or document.") : null;
    }
}
