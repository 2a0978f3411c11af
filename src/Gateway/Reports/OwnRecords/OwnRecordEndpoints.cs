namespace VipOrleans.Gateway.Reports;

using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Json;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.People;
using VipOrleans.Gateway.Problems;
using VipOrleans.Gateway.Safeguarding;

/// <summary>One's own record: all that the programme has of a person, for that person.</summary>
internal static class OwnRecordEndpoints
{
    private const string About =
        "What the person gave, what stood there before it was corrected, every sponsorship with its money, what they reported and were "
            + "told, and who has looked. What somebody else said in confidence is not in it. That it was read is written down. Asked for "
            + "text/html, it is a page to read and to print.";

    private const string ExamplePage = "<!DOCTYPE html>\n<html lang=\"en\">…</html>\n";

    private static readonly OwnRecord Example = new(new(2025, 11, 3, 21, 30, 0, TimeSpan.Zero), null, null,
        PersonRequest.Example.ToPerson(), [], PersonAnswers.ExampleAccesses.Items, null, null, null, null, null, null, null, null, [], []);

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/hosts/{host}/record", OfHost).Allows(Who.TheHost).WithTags("Hosts")
            .Describes("getOwnHostRecord", "Export one's own record as a host", About).Answers(Example).AnswersPage(ExamplePage);
        v1.MapGet("/migrants/{migrant}/record", OfMigrant).Allows(Who.TheMigrant).WithTags("Migrants")
            .Describes("getOwnMigrantRecord", "Export one's own record as a migrant", About).Answers(Example).AnswersPage(ExamplePage);
    }

    private static async Task<IResult> OfHost(HttpContext http, HostId host, IGrainFactory grains, TimeProvider time)
    {
        var grain = grains.Host(host);
        if (await grain.Get() is not { } view) return new ProblemResult(Problems.Of(RejectionCode.HostNotFound));
        var reader = Reader(http);
        var (profile, traits) = await ProfileOf(grains, host, reader);
        var ids = await StatementEndpoints.Sponsorships(grains.Registers(host.City), new() { Host = host });
        return Answer(http, new(
            MadeAt: time.GetUtcNow(),
            Host: view,
            Migrant: null,
            Person: await grain.ReadPerson(reader),
            FormerVersions: await grain.PersonVersions(reader),
            Accesses: [.. (await grain.PersonAccesses(MostAccesses)).Select(PersonAnswers.ForPerson)],
            Account: await grain.ReadPayee(reader),
            Contact: await ContactOf(grains, RecipientId.Of(host), reader),
            Profile: profile,
            Traits: traits,
            Baselines: null,
            Dependants: null,
            Beneficiaries: null,
            RemittancePlan: null,
            Sponsorships: await Sponsorships(http, grains, ids, Role.Host),
            Inbox: await InboxOf(grains, RecipientId.Of(host))));
    }

    private static async Task<IResult> OfMigrant(HttpContext http, MigrantId migrant, IGrainFactory grains, TimeProvider time)
    {
        var grain = grains.Migrant(migrant);
        if (await grain.Get() is not { } view) return new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound));
        var reader = Reader(http);
        var (profile, traits) = await ProfileOf(grains, migrant, reader);
        return Answer(http, new(
            MadeAt: time.GetUtcNow(),
            Host: null,
            Migrant: view,
            Person: await grain.ReadPerson(reader),
            FormerVersions: await grain.PersonVersions(reader),
            Accesses: [.. (await grain.PersonAccesses(MostAccesses)).Select(PersonAnswers.ForPerson)],
            Account: await grain.ReadOwnAccount(reader),
            Contact: await ContactOf(grains, RecipientId.Of(migrant), reader),
            Profile: profile,
            Traits: traits,
            Baselines: await grain.Baselines(),
            Dependants: await grain.Dependants(reader),
            Beneficiaries: await grain.Beneficiaries(reader),
            RemittancePlan: await grain.RemittancePlan(),
            Sponsorships: await Sponsorships(http, grains, await grain.Sponsorships() ?? [], Role.Migrant),
            Inbox: await InboxOf(grains, RecipientId.Of(migrant))));
    }

    // As many as the vault gives in one answer.
    private const int MostAccesses = 1000;

    private static PersonReader Reader(HttpContext http) => new()
    {
        Actor = Caller.Of(http).Actor, Purpose = Codes<ReadPurpose>.Text(ReadPurpose.Own), FormerActor = Caller.Of(http).FormerActor,
    };

    private static async Task<(ProfileView?, OwnTraits?)> ProfileOf(IGrainFactory grains, PersonId person, PersonReader reader)
    {
        var profile = await grains.Profile(person).Get();
        return (profile, profile?.Consent is null ? null : await grains.Profile(person).ReadTraits(reader));
    }

    private static async Task<ContactWish?> ContactOf(IGrainFactory grains, RecipientId recipient, PersonReader reader) =>
        (await grains.Inbox(recipient).Contact(reader)).Wish;

    private static async Task<IReadOnlyList<NewsView>> InboxOf(IGrainFactory grains, RecipientId recipient)
    {
        var all = new List<NewsView>();
        for (long? before = 0; before is { } at;)
        {
            var page = await grains.Inbox(recipient).List(null, at, GatewayLimits.MaxPage);
            all.AddRange(page.Items);
            before = page.Next;
        }

        return all;
    }

    private static async Task<IReadOnlyList<OwnSponsorship>> Sponsorships(HttpContext http, IGrainFactory grains,
        IReadOnlyList<SponsorshipId> ids, Role role)
    {
        var all = new List<OwnSponsorship>();
        foreach (var id in ids)
        {
            if (await grains.Sponsorship(id).Get() is not { } view) continue;
            all.Add(new(view, await grains.Sponsorship(id).Statement(), await OwnReply(http, grains, view, role),
                await Concerns(http, grains, id), await Rulings(http, grains, id, role),
                role == Role.Migrant ? await grains.WelfareCheck(id).Get() : null));
        }

        return all;
    }

    private static async Task<string?> OwnReply(HttpContext http, IGrainFactory grains, SponsorshipView view, Role role) =>
        view.Refusal?.RepliedBy == (role == Role.Host ? Party.Host : Party.Migrant)
            ? await grains.Sponsorship(view.Id).ReadReply(Reader(http)) : null;

    private static async Task<IReadOnlyList<OwnConcern>> Concerns(HttpContext http, IGrainFactory grains, SponsorshipId id)
    {
        var caller = Caller.Of(http);
        var page = await grains.Safeguarding(id.City).OwnConcerns(
            new() { Sponsorship = id, RaisedBy = caller.Actor, FormerlyBy = caller.FormerActor }, 0, GatewayLimits.MaxPage);
        var own = new List<OwnConcern>();
        foreach (var concern in page.Items)
        {
            own.Add(new(concern with { Officer = null },
                (await grains.Concern(concern.Id).Texts(Reader(http), withInternal: false)).Items));
        }

        return own;
    }

    private static async Task<IReadOnlyList<OwnRuling>> Rulings(HttpContext http, IGrainFactory grains, SponsorshipId id, Role role)
    {
        var own = new List<OwnRuling>();
        foreach (var ruling in (await grains.Safeguarding(id.City).Rulings(new() { Sponsorship = id }, 0, GatewayLimits.MaxPage)).Items)
        {
            if (!RulingEndpoints.Concerns(ruling, role)) continue;
            own.Add(new(RulingEndpoints.For(Caller.Of(http), ruling),
                (await grains.Ruling(ruling.Id).Texts(Reader(http), Caller.Of(http).Party())).Items));
        }

        return own;
    }

    private static IResult Answer(HttpContext http, OwnRecord record)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (!StatementEndpoints.WantsPage(http.Request.Headers.Accept)) return Answers.Json(record);
        http.Response.Headers.ContentSecurityPolicy = StatementStyle.ContentSecurityPolicy;
        // The page shows what the JSON says, member by member: neither has anything that the other has not.
        return new RazorComponentResult<OwnRecordPage>(new { Record = JsonSerializer.SerializeToElement(record, GatewayJson.Options) });
    }
}
