namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>The patterns of hosting in a city that are over their thresholds.</summary>
/// <param name="Items">The highest counts first.</param>
public sealed record HostingPatternList(IReadOnlyList<HostingPatternView> Items);

/// <summary>
/// One person, one record: what records share, for officers to look at; what they set aside; and the links that they make and take back.
/// </summary>
internal static class DuplicateEndpoints
{
    private const string ListsOnly =
        "It lists and decides nothing. What stands behind an id is read with GET …/person, which is written down.";

    private static readonly DuplicateView Shared = new(
        Id: DuplicateId.Of(Sample.Host, Sample.OtherHost),
        Version: 0,
        First: Sample.Host,
        Second: Sample.OtherHost,
        Signs: [PersonSign.NameAndBirthDate, PersonSign.Phone],
        Strength: SignStrength.Strong,
        Dismissed: [],
        LinkedUnder: null,
        Link: null,
        BothLive: false);

    private static readonly DuplicateView SetAside =
        Shared with { Version = 1, Signs = null, Strength = null, Dismissed = [new(PersonSign.Phone, DismissalReason.SharedByFamily)] };

    private static readonly DuplicateView Linked =
        Shared with { Version = 3, Signs = null, Strength = null, LinkedUnder = Sample.Host, Link = LinkStatus.Linked };

    private static readonly SharedContactView Contact =
        new(PersonSign.Phone, 3, PatternThresholds.SharedContact, [Sample.Host, Sample.Migrant, Sample.OtherMigrant]);

    private static readonly HostingPatternList Patterns = new(
        [new(HostingPattern.ShortStaysByHost, Sample.Host, null, 2, PatternThresholds.ShortStays, [Sample.Sponsorship])]);

    public static void Map(IEndpointRouteBuilder v1)
    {
        var city = v1.MapGroup("/cities/{city}").WithTags("Duplicates");
        MapLists(city, "City", Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity);
        MapNotes(city, "City", "at least one of them a host of the city", Who.OfficerOfCity, Who.OfficerOfNation);
        city.MapGet("/hosting-patterns", HostingPatterns).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("listHostingPatterns", "List patterns of hosting",
                $"Within {PatternThresholds.Months} months: {PatternThresholds.ManyByHost} stays or more with one host; "
                    + $"{PatternThresholds.ShortStays} stays or more, with one host or at one address, that ended within "
                        + $"{PatternThresholds.ShortStayDays} days of the arrival; and {PatternThresholds.ManyAtHome} migrants or more at "
                            + $"one address now. Linked records of one person are counted together. No rule reads these numbers. "
                                + $"{ListsOnly}")
            .Answers(Patterns);

        var nation = v1.MapGroup("/nations/{nation}").WithTags("Duplicates");
        MapLists(nation, "Nation", Who.OfficerOfNation, Who.AuditorOfNation);
        MapNotes(nation, "Nation", "both of the nation", Who.OfficerOfNation);

        const string link =
            "One live sponsorship is the person's from now on, whichever record it names. Neither of two that are live is ended: GET "
                + "…/person-links lists them. It can be taken back, and both are in the journal with who did it.";
        v1.MapPost("/hosts/{host}/links", LinkHost).WithTags("Duplicates").Allows(Who.OfficerOfCity, Who.OfficerOfNation)
            .Describes("linkHost", "Link another record of the same host",
                $"{link} A record of another city is linked by an officer of the nation.")
            .ExampleBody(new LinkHostRequest { Record = Sample.OtherHost, Reason = LinkReason.SameNameAndBirthDate })
            .AnswersReceipt(Sample.Host.Value, "linked");
        v1.MapPost("/hosts/{host}/unlinks", UnlinkHost).WithTags("Duplicates").Allows(Who.OfficerOfCity, Who.OfficerOfNation)
            .Describes("unlinkHost", "Take a link of two hosts back", "Both records stand alone again; what either is in goes on.")
            .ExampleBody(new UnlinkHostRequest { Record = Sample.OtherHost, Reason = UnlinkReason.DifferentPeople })
            .AnswersReceipt(Sample.Host.Value, "unlinked");
        v1.MapPost("/migrants/{migrant}/links", LinkMigrant).WithTags("Duplicates").Allows(Who.OfficerOfNation)
            .Describes("linkMigrant", "Link another record of the same migrant", link)
            .ExampleBody(new LinkMigrantRequest { Record = Sample.OtherMigrant, Reason = LinkReason.SameNameAndBirthDate })
            .AnswersReceipt(Sample.Migrant.Value, "linked");
        v1.MapPost("/migrants/{migrant}/unlinks", UnlinkMigrant).WithTags("Duplicates").Allows(Who.OfficerOfNation)
            .Describes("unlinkMigrant", "Take a link of two migrants back", "Both records stand alone again; what either is in goes on.")
            .ExampleBody(new UnlinkMigrantRequest { Record = Sample.OtherMigrant, Reason = UnlinkReason.DifferentPeople })
            .AnswersReceipt(Sample.Migrant.Value, "unlinked");
    }

    private static void MapLists(RouteGroupBuilder of, string name, params IReadOnlyList<Who> readers)
    {
        of.MapGet("/duplicates", Findings).Allows(readers).Query(Query.Limit, Query.Cursor)
            .Describes($"list{name}Duplicates", "List records that may be one person",
                $"Pairs that share a document, name and birth date, a contact or an address, without what an officer has set aside or "
                    + $"linked. {ListsOnly}")
            .Answers(new Page<DuplicateView>([Shared], null));
        of.MapGet("/duplicates/dismissed", Dismissed).Allows(readers).Query(Query.Limit, Query.Cursor)
            .Describes($"list{name}DismissedDuplicates", "List what was set aside",
                "Pairs of which an officer has found that something they share means nothing.")
            .Answers(new Page<DuplicateView>([SetAside], null));
        of.MapGet("/person-links", Links).Allows(readers).Query(Query.BothLive, Query.Limit, Query.Cursor)
            .Describes($"list{name}PersonLinks", "List linked records",
                "Pairs that an officer has linked as one person; with 'bothLive=true' those whose record is in a live sponsorship while "
                    + "another one of the person is, which was so before the link.")
            .Answers(new Page<DuplicateView>([Linked], null));
        of.MapGet("/shared-contacts", SharedContacts).Allows(readers).Query(Query.Limit, Query.Cursor)
            .Describes($"list{name}SharedContacts", "List contacts and addresses of many",
                $"A phone or an address for mail of {PatternThresholds.SharedContact} records or more, and a home of "
                    + $"{PatternThresholds.SharedAddress} or more, without saying which. {ListsOnly}")
            .Answers(new Page<SharedContactView>([Contact], null));
    }

    private static void MapNotes(RouteGroupBuilder of, string name, string which, params IReadOnlyList<Who> officers)
    {
        of.MapPost("/duplicates/dismissals", Dismiss).Allows(officers)
            .Describes($"dismiss{name}Duplicate", "Set aside what two records share",
                $"It is not listed again for these two, {which}, until that is taken back.")
            .ExampleBody(new DismissSignsRequest
            {
                One = Sample.Host, Other = Sample.Migrant, Signs = [PersonSign.Phone],
                Reason = DismissalReason.SharedByFamily
            }).AnswersReceipt(DuplicateId.Of(Sample.Host, Sample.Migrant).Value, "dismissed");
        of.MapPost("/duplicates/reopenings", Reopen).Allows(officers)
            .Describes($"reopen{name}Duplicate", "List again what was set aside", $"Of two records, {which}.")
            .ExampleBody(new ReopenSignsRequest { One = Sample.Host, Other = Sample.Migrant, Signs = [PersonSign.Phone] })
            .AnswersReceipt(DuplicateId.Of(Sample.Host, Sample.Migrant).Value, "reopened");
    }

    private static async Task<IResult> Findings(HttpContext http, IGrainFactory grains)
    {
        var (nation, city) = Scope(http);
        if (await IsMissing(city, grains)) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        return Page(http, await grains.Duplicates(nation).Findings(city, PairCursor.Of(http), Cursor.Limit(http)));
    }

    private static async Task<IResult> Dismissed(HttpContext http, IGrainFactory grains)
    {
        var (nation, city) = Scope(http);
        if (await IsMissing(city, grains)) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        return Page(http, await grains.Duplicates(nation).Dismissed(city, PairCursor.Of(http), Cursor.Limit(http)));
    }

    private static async Task<IResult> Links(HttpContext http, IGrainFactory grains)
    {
        var (nation, city) = Scope(http);
        if (await IsMissing(city, grains)) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        return Page(http, await grains.Duplicates(nation).Links(city, Query.BothLive.Of(http), PairCursor.Of(http), Cursor.Limit(http)));
    }

    private static async Task<IResult> SharedContacts(HttpContext http, IGrainFactory grains)
    {
        var (nation, city) = Scope(http);
        if (await IsMissing(city, grains)) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var page = await grains.Duplicates(nation).SharedContacts(city, PairCursor.Of(http), Cursor.Limit(http));
        return Answers.Json(new Page<SharedContactView>(page.Items, PairCursor.Text(http, page.Next)));
    }

    private static async Task<IResult> HostingPatterns(CityId city, IGrainFactory grains) => await grains.City(city).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
        : Answers.Json(new HostingPatternList(await grains.HostingPatterns(city).Patterns()));

    private static async Task<IResult> Dismiss(HttpContext http, Command<DismissSignsRequest> command, IGrainFactory grains)
    {
        var (one, other, id) = Pair(http, command.Body.One, command.Body.Other);
        return command.Answer(await grains.Duplicate(id).Dismiss(command.Context, new(one, other, command.Body.Signs, command.Body.Reason)),
            id.Value);
    }

    private static async Task<IResult> Reopen(HttpContext http, Command<ReopenSignsRequest> command, IGrainFactory grains)
    {
        var (_, _, id) = Pair(http, command.Body.One, command.Body.Other);
        return command.Answer(await grains.Duplicate(id).Reopen(command.Context, command.Body.Signs), id.Value);
    }

    private static async Task<IResult> LinkHost(HostId host, Command<LinkHostRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.Duplicate(OfHosts(command.Caller, host, command.Body.Record))
                .Link(command.Context, host, command.Body.Record, command.Body.Reason), host.Value);

    private static async Task<IResult> UnlinkHost(HostId host, Command<UnlinkHostRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.Duplicate(OfHosts(command.Caller, host, command.Body.Record)).Unlink(command.Context, command.Body.Reason),
            host.Value);

    private static async Task<IResult> LinkMigrant(MigrantId migrant, Command<LinkMigrantRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.Duplicate(OfMigrants(migrant, command.Body.Record))
                .Link(command.Context, migrant, command.Body.Record, command.Body.Reason), migrant.Value);

    private static async Task<IResult> UnlinkMigrant(MigrantId migrant, Command<UnlinkMigrantRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Duplicate(OfMigrants(migrant, command.Body.Record)).Unlink(command.Context, command.Body.Reason),
            migrant.Value);

    // The access rule has compared the caller with what the route names; here it is compared with the other record.
    private static DuplicateId OfHosts(Caller caller, HostId host, HostId record)
    {
        if (record.City.Nation != host.City.Nation || record == host)
        {
            throw ProblemException.Invalid("record", "Expected another host of the same nation.");
        }

        return caller.Role == Role.NationOfficer || record.City == host.City
            ? DuplicateId.Of(host, record)
            : throw new ProblemException(Problems.Forbidden, "A record of another city is linked by an officer of the nation.");
    }

    private static DuplicateId OfMigrants(MigrantId migrant, MigrantId record) => record.Nation == migrant.Nation && record != migrant
        ? DuplicateId.Of(migrant, record)
        : throw ProblemException.Invalid("record", "Expected another migrant of the same nation.");

    private static (PersonId One, PersonId Other, DuplicateId Id) Pair(HttpContext http, PersonId one, PersonId other)
    {
        var (nation, city) = Scope(http);
        if (one == other || one.Nation != nation || other.Nation != nation)
        {
            throw ProblemException.Invalid("other", "Expected two records of the nation.");
        }

        if (city is not null && one.Host?.City != city && other.Host?.City != city)
        {
            throw ProblemException.Invalid("one", "Expected a host of the city as one of the two.");
        }

        return (one, other, DuplicateId.Of(one, other));
    }

    private static async ValueTask<bool> IsMissing(CityId? city, IGrainFactory grains) =>
        city is { } id && await grains.City(id).Get() is null;

    private static (NationId Nation, CityId? City) Scope(HttpContext http)
    {
        var target = AccessTarget.OfRoute(http);
        return (target.Nation!.Value, target.Id<CityId>());
    }

    private static IResult Page(HttpContext http, DuplicatePage page) =>
        Answers.Json(new Page<DuplicateView>(page.Items, PairCursor.Text(http, page.Next)));
}
