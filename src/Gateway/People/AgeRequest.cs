namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Commands;

/// <summary>A date of birth that an officer has seen on a document.</summary>
internal sealed record AgeRequest
{
    /// <summary>What endpoints that take it tell of it.</summary>
    public const string About =
        "The date goes to the vault, in place of the one that is there. The journal hears whether the person is of age on that day, and no "
            + "day from which more could be worked out; whoever comes of age later is noted when it is next asked. Of whom only a month "
            + "or a year is known is a minor until it leaves no doubt.";

    /// <summary>An example.</summary>
    public static readonly AgeRequest Example = new() { BirthDate = new(1994, 4, 25), Document = "case-file/2025-117" };

    /// <summary>The date, as the document says it: a day, or a month or a year if it says no more.</summary>
    [Personal]
    public required BirthDate BirthDate { get; init; }

    /// <summary>The reference of the document in the officer's files.</summary>
    [Reference]
    public required string Document { get; init; }

    internal AgeVerification Verification => new() { BirthDate = BirthDate, Document = Document };

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "AgeRequest (not shown)";
}
