namespace VipOrleans.Gateway.Matching;

using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>A piece of a round's published list.</summary>
/// <param name="Side">The side that it is of; left out if there is none.</param>
/// <param name="Marks">The SHA-256 of each id, in ordinal order.</param>
/// <param name="Next">The cursor of the next piece; left out after the last one.</param>
public sealed record RoundListAnswer(Party? Side, IReadOnlyList<string> Marks, string? Next);

/// <summary>
/// Matching rounds: a city or a nation opens one, both sides rank, and everybody hears whom the round proposes to them.
/// </summary>
internal static class RoundEndpoints
{
    private static readonly DateTimeOffset At = new(2025, 12, 1, 11, 0, 0, TimeSpan.Zero);

    private static readonly RoundView Example = RoundView.Of(new()
    {
        Id = Sample.Round,
        Status = RoundStatus.Answering,
        Commitment = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
        ClosesAt = At,
        AnswerDays = 14,
        Cap = 27,
        Hosts = 84,
        Migrants = 120,
        Secret = "secret",
        Seed = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        Pairs = 26,
        AnswerUntil = At.AddDays(14),
    }, 9, null);

    public static void Map(IEndpointRouteBuilder v1)
    {
        Map(v1.MapGroup("/cities/{city}/rounds").WithTags("Rounds"), "", "a city's", Who.OfficerOfCity, Example,
            (CityId city, Command<OpenRoundRequest> command, IGrainFactory grains) =>
                Open(command, grains, s => RoundId.From(city, s), $"/v1/cities/{city}/rounds"),
            async (HttpContext http, CityId city, IGrainFactory grains) =>
                await grains.City(city).Get() is null
                    ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound)) : await List(http, grains, city.Value),
            (HttpContext http, CityId city, RoundId round, IGrainFactory grains) => Get(http, grains, round, city.Value),
            (HttpContext http, CityId city, RoundId round, IGrainFactory grains) => Marks(http, grains, round, city.Value),
            (CityId city, RoundId round, Command<NothingMore> command, IGrainFactory grains) => Cancel(command, grains, round, city.Value));
        Map(v1.MapGroup("/nations/{nation}/rounds").WithTags("Rounds"), "Nation", "a nation's", Who.OfficerOfNation,
            Example with { Id = Sample.NationRound, City = null },
            (NationId nation, Command<OpenRoundRequest> command, IGrainFactory grains) =>
                Open(command, grains, s => RoundId.From(nation, s), $"/v1/nations/{nation}/rounds"),
            (HttpContext http, NationId nation, IGrainFactory grains) => List(http, grains, nation.Value),
            (HttpContext http, NationId nation, RoundId round, IGrainFactory grains) => Get(http, grains, round, nation.Value),
            (HttpContext http, NationId nation, RoundId round, IGrainFactory grains) => Marks(http, grains, round, nation.Value),
            (NationId nation, RoundId round, Command<NothingMore> command, IGrainFactory grains) =>
                Cancel(command, grains, round, nation.Value));

        Map(v1.MapGroup("/hosts/{host}/rounds/{round}").WithTags("Rounds"), "Host", [Who.TheHost, Who.GuardianOfHost], Sample.Migrant,
            Sample.Host,
            (HttpContext http, HostId host, RoundId round, IGrainFactory grains) => Read(http, grains, round, host),
            (HostId host, RoundId round, Command<RoundEntryRequest> command, IGrainFactory grains) => Enter(command, grains, round, host),
            (HostId host, RoundId round, Command<NoBody> command, IGrainFactory grains) => Leave(command, grains, round, host),
            (HostId host, RoundId round, Command<NothingMore> command, IGrainFactory grains) => Answer(command, grains, round, host, true),
            (HostId host, RoundId round, Command<NothingMore> command, IGrainFactory grains) =>
                Answer(command, grains, round, host, false));
        Map(v1.MapGroup("/migrants/{migrant}/rounds/{round}").WithTags("Rounds"), "Migrant", [Who.TheMigrant], Sample.Host, Sample.Migrant,
            (HttpContext http, MigrantId migrant, RoundId round, IGrainFactory grains) => Read(http, grains, round, migrant),
            (MigrantId migrant, RoundId round, Command<RoundEntryRequest> command, IGrainFactory grains) =>
                Enter(command, grains, round, migrant),
            (MigrantId migrant, RoundId round, Command<NoBody> command, IGrainFactory grains) => Leave(command, grains, round, migrant),
            (MigrantId migrant, RoundId round, Command<NothingMore> command, IGrainFactory grains) =>
                Answer(command, grains, round, migrant, true),
            (MigrantId migrant, RoundId round, Command<NothingMore> command, IGrainFactory grains) =>
                Answer(command, grains, round, migrant, false));
    }

    // The same for a city's rounds and a nation's.
    private static void Map(RouteGroupBuilder rounds, string of, string whose, Who officer, RoundView example, Delegate open, Delegate list,
        Delegate get, Delegate marks, Delegate cancel)
    {
        rounds.MapPost("", open).Allows(officer)
            .Describes($"open{of}Round", $"Open {whose} matching round",
                "Hosts and migrants can enter it until the end that is named. The hash of a secret is published with it; the secret, once "
                    + "the list is closed. It waits while city or nation are paused.")
            .ExampleBody(new OpenRoundRequest { Until = At, AnswerDays = 14 }).AnswersReceipt(example.Id.Value, "opened", 201);
        rounds.MapGet("", list).Allows(Who.AnyRole).Query(Query.Limit, Query.Cursor)
            .Describes($"list{of}Rounds", $"List {whose} rounds", "In the order in which they were opened.")
            .Answers(new Page<RoundListEntry>([new(example.Id, At, RoundStatus.Open)], null));
        rounds.MapGet("/{round}", get).Allows(Who.AnyRole)
            .Describes($"get{of}Round", $"Read {whose} round",
                "Where it stands, and how far its work has come. Half a minute after its end (some seconds if a single process serves) "
                    + "the list is closed: the cap is what quotas, leases and the nation's pool leave free then, less those who wait in "
                        + "line. "
                + "Migrants propose (deferred acceptance); if the places do not suffice, cities and hosts go in the orders by lot that "
                    + "secret and list give. 'commitment' is the SHA-256 of 'secret'; 'seed' the SHA-256 of secret and list, so that "
                        + "anybody can make the orders again.")
            .Answers(example);
        rounds.MapGet("/{round}/list", marks).Allows(Who.AnyRole).Query(Query.Cursor)
            .Describes($"list{of}RoundMarks", "Read a round's published list",
                "The SHA-256 of the id of everybody who took part, 200 of one side at a time, once the secret is revealed. Seed: SHA-256 "
                    + "over the secret and all marks in ordinal order, each with a line feed. "
                + "The order of hosts: by the SHA-256 of seed, line feed and mark; of cities: with their ids.")
            .Answers(new RoundListAnswer(Party.Host, [PublishedOrder.CommitmentTo(Sample.Host.Value)], "AeM-m7wAAAAAAAAAMg"));
        rounds.MapPost("/{round}/cancellation", cancel).Allows(officer)
            .Describes($"cancel{of}Round", "Stop a round",
                "Before its secret is revealed, from which the result follows. Nobody is proposed to anybody.")
            .ExampleBody(new NothingMore()).AnswersReceipt(example.Id.Value, "cancelled");
    }

    // The same for both sides.
    private static void Map(RouteGroupBuilder group, string side, Who[] who, PersonId other, PersonId own, Delegate read, Delegate enter,
        Delegate leave, Delegate accept, Delegate decline)
    {
        group.MapGet("/entry", read).Allows(who)
            .Describes($"get{side}RoundEntry", "Read one's own part in a round",
                "One's ranking, and whom the round proposes to oneself with what they opened of their profile; nobody sees another's. "
                    + "'mark' is how one stands in the published list.")
            .Answers(new RoundEntryView(Sample.Round, 2, true, false, 1, [other], PublishedOrder.CommitmentTo(own.Value), other,
                null, At.AddDays(14), null, Sample.Sponsorship));
        group.MapPut("/entry", enter).Allows(who)
            .Describes($"enter{side}Round", "Enter a round, or change the ranking",
                $"Until it closes. At most {RoundEntry.MaxWishes} people, the dearest first; who is not named is not accepted. With "
                    + $"'suggested' the best suggestions as they are now are taken down, without heritage and faith: enter again for "
                        + $"newer ones.")
            .ExampleBody(new RoundEntryRequest { Ranking = [other] }).AnswersReceipt(Sample.Round.Value, "entered");
        group.MapDelete("/entry", leave).Allows(who)
            .Describes($"leave{side}Round", "Leave a round", "Until it closes.").AnswersReceipt(Sample.Round.Value, "left");
        group.MapPost("/acceptance", accept).Allows(who)
            .Describes($"accept{side}RoundPair", "Accept whom a round proposes",
                "The first of the two who accepts proposes the sponsorship, the second accepts it; from then on it is one as any other, "
                    + "with the same checks. What is not accepted by both in time comes to nothing.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Sample.Sponsorship.Value, "accepted");
        group.MapPost("/decline", decline).Allows(who)
            .Describes($"decline{side}RoundPair", "Decline whom a round proposes", "Nobody has to say why.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Sample.Sponsorship.Value, "declined");
    }

    private static async Task<IResult> Open(Command<OpenRoundRequest> command, IGrainFactory grains, Func<string, RoundId> from,
        string rounds)
    {
        var id = from(await command.SeedFor(s => grains.Round(from(s))));
        return command.Created(await grains.Round(id).Open(command.Context, command.Body.Terms), id.Value, $"{rounds}/{id}");
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, string partition) =>
        Answers.Json(Cursor.Page(http, await grains.Rounds(partition).List(Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Get(HttpContext http, IGrainFactory grains, RoundId round, string partition)
    {
        // Progress is no part of the version, so a caller who asks how far it is always gets it.
        var view = round.Partition == partition ? await grains.Round(round).Get() : null;
        return view is { Progress: not null } ? Answers.Json(view) : Answers.Thing(http, view, view?.Version, RejectionCode.RoundNotFound);
    }

    private static async Task<IResult> Marks(HttpContext http, IGrainFactory grains, RoundId round, string partition)
    {
        if (round.Partition != partition || await grains.Round(round).Get() is null)
        {
            return new ProblemResult(Problems.Of(RejectionCode.RoundNotFound));
        }

        var page = await grains.Round(round).List(Cursor.Of(http));
        return Answers.Json(new RoundListAnswer(page.Side, page.Marks, Cursor.Next(http, page.Next)));
    }

    private static async Task<IResult> Cancel(Command<NothingMore> command, IGrainFactory grains, RoundId round, string partition) =>
        round.Partition == partition
        ? command.Answer(await grains.Round(round).Cancel(command.Context), round.Value)
        : new ProblemResult(Problems.Of(RejectionCode.RoundNotFound));

    private static async Task<IResult> Read(HttpContext http, IGrainFactory grains, RoundId round, PersonId person)
    {
        var view = await grains.RoundEntry(round, person).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.RoundNotFound);
    }

    private static async Task<IResult> Enter(Command<RoundEntryRequest> command, IGrainFactory grains, RoundId round, PersonId person) =>
        command.Answer(await grains.RoundEntry(round, person).Enter(command.Context, command.Body.Ranking), round.Value);

    private static async Task<IResult> Leave(Command<NoBody> command, IGrainFactory grains, RoundId round, PersonId person) =>
        command.Answer(await grains.RoundEntry(round, person).Leave(command.Context), round.Value);

    private static async Task<IResult> Answer(Command<NothingMore> command, IGrainFactory grains, RoundId round, PersonId person,
        bool accepts)
    {
        var result = await grains.RoundEntry(round, person).Answer(command.Context, accepts);
        var sponsorship = result.IsAccepted ? (await grains.RoundEntry(round, person).Get())?.Sponsorship : null;
        return command.Answer(result, sponsorship?.Value ?? "");
    }
}
