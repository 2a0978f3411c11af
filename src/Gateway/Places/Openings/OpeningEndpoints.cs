namespace VipOrleans.Gateway.Places;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Openings: registration in a window, then a draw that anyone can check; and everybody's queue position.</summary>
internal static class OpeningEndpoints
{
    private const string Secret = "4c7f0e9d2b6a8135", Mark = "5f0a3b0d9c1f4e7a86b2c4d8e1f3a5b7c9d0e2f4a6b8c0d2e4f6a8b0c2d4e6f8";

    private static readonly DateTimeOffset From = new(2025, 11, 17, 20, 0, 0, TimeSpan.Zero);
    private static readonly string Seed = PublishedOrder.SeedOf(Secret, [Mark]);

    private static readonly OpeningView Example = new(Sample.Opening, Version: 6, OpeningStatus.Drawn, From, From.AddDays(14),
        "Resolution 31/2025, section 4", AnnouncedAt: From.AddDays(-7), PublishedOrder.CommitmentTo(Secret), CalledOff: false,
        ClosedAt: From.AddDays(14), Entries: 1, Secret, Seed);

    public static void Map(IEndpointRouteBuilder v1)
    {
        var openings = v1.MapGroup("/cities/{city}/openings").WithTags("Openings");
        openings.MapPost("", Announce).Allows(Who.OfficerOfCity)
            .Describes("announceOpening", "Announce an opening with a draw",
                "Whoever asks the city for a place within the window is registered, and gets none at once: the quickest have nothing from "
                    + "it. The hash of a secret is published now; after the window the list and the secret are, and the order follows "
                        + "from both. Who stands in line already keeps their place in it and is served as ever. Without an opening who "
                            + "comes first is served first. One opening at a time.")
            .ExampleBody(new AnnounceOpeningRequest { From = From, Until = From.AddDays(14), LegalBasis = Example.LegalBasis })
            .AnswersReceipt(Sample.Opening.Value, "announced", 201);
        openings.MapGet("", List).AllowsAnyone().Query(Query.Limit, Query.Cursor)
            .Describes("listOpenings", "List the openings of a city", "In the order in which they were announced.")
            .Answers(new Page<OpeningEntry>(
                [new(Id: Sample.Opening, Status: OpeningStatus.Drawn, From: From, Until: From.AddDays(14), Entries: 1)], null));
        openings.MapGet("/{opening}", Get).AllowsAnyone()
            .Describes("getOpening", "Read an opening",
                "Where it stands, its window and its commitment; after the window how many are in the list, the secret and the seed.")
            .Answers(Example);
        openings.MapGet("/{opening}/draw", Draw).AllowsAnyone()
            .Describes("getDraw", "Get the draw, to check it",
                "The whole draw in one file, some 135 bytes an entry. Every hash is a SHA-256 of UTF-8 text in lower-case hexadecimal "
                    + "digits. 'commitment' is the hash of 'secret'. An entry is the hash of a sponsorship's id; 'entries' are in the "
                        + "order of registration. 'seed' is the hash of the secret and of all entries in ordinal order, each followed by "
                            + "a line feed. 'order' is by the hash of the seed, a line feed and the entry, the lowest first. The command "
                                + "'draw verify' of the silo redoes it.")
            .Answers(new PublishedDraw(Sample.Opening.Value, Example.Commitment, Secret, Seed, [Mark], [Mark]));
        openings.MapPost("/{opening}/cancellation", CallOff).Allows(Who.OfficerOfCity)
            .Describes("callOffOpening", "Call an opening off",
                "Until its window is over. The registration ends at once, and whoever is in it is drawn all the same: nobody was asked to "
                    + "be quick. Later nobody can stop the draw.")
            .ExampleBody(new NothingMore())
            .AnswersReceipt(Sample.Opening.Value, "called-off");
        v1.MapGet("/sponsorships/{sponsorship}/place", Position).Allows(Who.HostOfSponsorship, Who.MigrantOfSponsorship, Who.OfficerOfCity)
            .WithTags("Openings")
            .Describes("getPlace", "See where a sponsorship stands on its way to a place",
                $"Its position, and how long it may take at the pace of the last {PlaceForecast.MaxDays} days. With position p and g "
                    + $"places given to people in line in d days that is p · d / g days, divided and multiplied by 1 + 3 · √(1/p + 1/g) "
                        + $"for the least and the most. That is no promise: what the city decides next, nobody forecasts. 'whyNot' says "
                            + $"why there is none: 'not-drawn', 'paused', 'too-few-given' (fewer than {PlaceForecast.LeastGiven}) or "
                                + $"'too-far' (more than ten years).")
            .Answers(new QueuePosition(PlaceState.Waiting, Position: 10, Waiting: 204, Registered: 0, From, CityVersion: 1_204, Mark,
                Opening: null, DrawAfter: null, new(FromDays: 5, UntilDays: 20, WhyNot: null, Given: 90, Days: 90)));
    }

    private static async Task<IResult> Announce(CityId city, Command<AnnounceOpeningRequest> command, IGrainFactory grains)
    {
        var id = OpeningId.From(city, await command.SeedFor(s => grains.Opening(OpeningId.From(city, s))));
        return command.Created(await grains.Opening(id).Announce(command.Context, command.Body.Terms), id.Value,
            $"/v1/cities/{city}/openings/{id}");
    }

    private static async Task<IResult> List(HttpContext http, CityId city, IGrainFactory grains) =>
        await grains.City(city).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
            : Answers.Json(Cursor.Page(http, await grains.Registers(city).Openings(Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Get(HttpContext http, CityId city, OpeningId opening, IGrainFactory grains)
    {
        var view = opening.City == city ? await grains.Opening(opening).Get() : null;
        return Answers.Thing(http, view, view?.Version, RejectionCode.OpeningNotFound);
    }

    private static async Task<IResult> Draw(HttpContext http, CityId city, OpeningId opening, IGrainFactory grains)
    {
        if (opening.City != city || await grains.Opening(opening).Get() is not { } view) return Missing;
        if (view is not { Status: OpeningStatus.Drawn, Secret: { } secret, Seed: { } seed })
        {
            return new ProblemResult(Problems.Of(RejectionCode.OpeningNotDrawn));
        }

        var entries = new List<string>(view.Entries ?? 0);
        for (long? after = 0; after is { } position;)
        {
            var page = await grains.Opening(opening).List(position);
            entries.AddRange(page.Marks);
            after = page.Next;
        }

        return Answers.Thing(http,
            new PublishedDraw(opening.Value, view.Commitment, secret, seed, entries, PublishedDraw.InOrder(seed, entries)), view.Version,
            RejectionCode.OpeningNotFound);
    }

    private static async Task<IResult> CallOff(CityId city, OpeningId opening, Command<NothingMore> command, IGrainFactory grains) =>
        opening.City == city ? command.Answer(await grains.Opening(opening).CallOff(command.Context), opening.Value) : Missing;

    private static async Task<IResult> Position(SponsorshipId sponsorship, IGrainFactory grains) =>
        await grains.Sponsorship(sponsorship).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.SponsorshipNotFound))
        : Answers.Json(await grains.City(sponsorship.City).QueuePosition(sponsorship));

    private static ProblemResult Missing => new(Problems.Of(RejectionCode.OpeningNotFound));
}
