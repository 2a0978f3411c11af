namespace VipOrleans.Gateway.Commands;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Problems;

/// <summary>Who has read, stored or erased a person's data: the newest first.</summary>
/// <param name="Items">The accesses.</param>
public sealed record AccessList(IReadOnlyList<PersonAccess> Items);

/// <summary>The person behind a host or migrant: read, and who read it. The same for both.</summary>
internal static class PersonAnswers
{
    public const string AccessesText =
        "The newest first. The person sees when and which office; why is left out where it could tell of a concern, and elsewhere too.";

    /// <summary>What is said of a wish to be erased.</summary>
    public const string ErasureText =
        "The office is told, and answers within 30 days (Regulation (EU) 2016/679, article 12). The data is needed while a sponsorship is "
            + "live; if none is, the person can erase it at once.";

    public static readonly AccessList ExampleAccesses = new(
        [new() { At = new(2025, 11, 3, 21, 30, 0, TimeSpan.Zero), Actor = "city-officer:4m8z1q7w3k9d5r2t6p0s8v4c1x", Action = "read",
            Purpose = "eligibility-check" }]);

    public static PersonReader Reader(HttpContext http) =>
        new()
        {
            Actor = Caller.Of(http).Actor,
            Purpose = Codes<ReadPurpose>.Text(Query.Purpose.Of(http)!.Value),
            FormerActor = Caller.Of(http).FormerActor,
        };

    public static string Reason(HttpContext http) => Codes<ErasureReason>.Text(Query.Reason.Of(http)!.Value);

    /// <summary>
    /// Who has read the data, as the one who asks may know it. The person sees when and which office, but no officer's id, and why only if
    /// that tells nothing of a concern.
    /// </summary>
    public static IResult Accesses(HttpContext http, IReadOnlyList<PersonAccess> accesses) =>
        Answers.Json(new AccessList(Actors.PartyOf(Caller.Of(http).Actor) is null ? accesses : [.. accesses.Select(ForPerson)]));

    /// <summary>An access as the person may know it.</summary>
    public static PersonAccess ForPerson(PersonAccess access) => access with
    {
        Actor = Actors.IsCityOfficer(access.Actor) || Actors.IsNationOfficer(access.Actor) ? access.Actor[..access.Actor.IndexOf(':')]
            : access.Actor,
        Purpose = access.Purpose is { } purpose && ReadPurposes.IsShown(purpose) ? purpose : null,
    };

    public static IResult Of(Person? person) =>
        person is null ? new ProblemResult(Problems.Of(RejectionCode.PersonNotFound)) : Answers.Json(person);
}
