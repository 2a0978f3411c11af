namespace VipOrleans.Gateway.News;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Inboxes: whoever something is decided, asked or started about is told.</summary>
internal static class InboxEndpoints
{
    private static readonly NewsView Entry = new("3zq8kd5w1v7c9x2m4n6p0r8s5t", NewsKind.ProposalReceived, Sample.Sponsorship.Value,
        Sample.City.Value, new(2025, 11, 3, 21, 30, 0, TimeSpan.Zero), NewsState.Unread);

    private static readonly FailedMessage Failure = new(RecipientId.Of(Sample.Migrant), "1v7c9x2m4n6p0r8s5t3zq5kd8w",
        MessageChannel.Sms, MessageProblem.NotDelivered, Sample.City.Value, new(2025, 11, 3, 21, 30, 0, TimeSpan.Zero));

    public static void Map(IEndpointRouteBuilder v1)
    {
        var inbox = v1.MapGroup("/inbox").WithTags("Inbox");
        inbox.MapGet("", List).Allows(Who.OwnerOfInbox).Query(Query.Unread, Query.Limit, Query.Cursor)
            .Describes("listNews", "Read one's inbox",
                "The newest first. A host, a migrant and an employer have one of their own; officers of a city share one, and so do those "
                    + $"of a nation. It keeps the newest {NewsLimits.Most} entries of each city and of the nation. An entry says that "
                    + "something happened and to what; what it is, the thing itself says to those who may read it.")
            .Answers(new Page<NewsView>([Entry], null));
        inbox.MapGet("/unread", Unread).Allows(Who.OwnerOfInbox)
            .Describes("countUnreadNews", "Count what is unread", "Of one's own inbox.").Answers(new UnreadCount(3));
        inbox.MapPost("/marks", Mark).Allows(Who.OwnerOfInbox)
            .Describes("markNews", "Mark entries as read or seen to",
                "What was read stays read. That a migrant has read of a welfare check counts as having been asked.")
            .ExampleBody(new MarkRequest { Entries = [Entry.Id], State = NewsState.Read }).AnswersReceipt("inbox", "marked");
        inbox.MapGet("/contact", Contact).Allows(Who.OwnerOfInbox)
            .Describes("getContact", "Read how one is written to",
                "'offered' lists by which ways messages can be sent here. That the addresses were read is written down.")
            .Answers(new ContactView(3, new("ne", [new(MessageChannel.Sms, "+64210000000", false, true)], new(21, 8)),
                [MessageChannel.Email, MessageChannel.Sms]));
        inbox.MapPut("/contact", Choose).Allows(Who.OwnerOfInbox)
            .Describes("chooseContact", "Say how one wants to be written to",
                "A message says that there is something; only if 'saysWhat' is true does it name the matter. If somebody else may read "
                    + "along, 'isShared' keeps concerns, welfare checks and contests away from there, and names no sender.")
            .ExampleBody(new ContactRequest
            {
                Language = "ne",
                Channels = [new() { Channel = MessageChannel.Sms, Address = "+64210000000", IsShared = true }],
                Quiet = new() { From = 21, Until = 8 },
            }).AnswersReceipt("inbox", "chosen");
        var city = v1.MapGroup("/cities/{city}/failed-messages").WithTags("Inbox");
        city.MapGet("", ListFailedOfCity).Allows(Who.OfficerOfCity).Query(Query.Limit, Query.Cursor)
            .Describes("listFailedMessagesOfCity", "List messages that could not be sent",
                "About what happened in the city: to its hosts, then to migrants and employers. A page may be short and another one "
                    + "follow.")
            .Answers(new Page<FailedMessage>([Failure], null));
        city.MapPost("", SendAgainInCity).Allows(Who.OfficerOfCity)
            .Describes("sendMessageAgain", "Have a message sent again", "One about what happened in the city.")
            .ExampleBody(new SendAgainRequest { Recipient = Failure.Recipient, Message = Failure.Message })
            .AnswersReceipt(Failure.Message, "queued");
        var nation = v1.MapGroup("/nations/{nation}/failed-messages").WithTags("Inbox");
        nation.MapGet("", ListFailedOfNation).Allows(Who.OfficerOfNation).Query(Query.Limit, Query.Cursor)
            .Describes("listFailedMessagesOfNation", "List messages to migrants and employers that could not be sent",
                "Wherever it happened that they are about.")
            .Answers(new Page<FailedMessage>([Failure], null));
        nation.MapPost("", SendAgainInNation).Allows(Who.OfficerOfNation)
            .Describes("sendMessageOfNationAgain", "Have a message to a migrant or an employer sent again", "Of the nation's own.")
            .ExampleBody(new SendAgainRequest { Recipient = Failure.Recipient, Message = Failure.Message })
            .AnswersReceipt(Failure.Message, "queued");
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains) => Answers.Json(
        Cursor.Page(http, await InboxOf(grains, Caller.Of(http)).List(Query.Unread.Of(http), Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Unread(HttpContext http, IGrainFactory grains) =>
        Answers.Json(new UnreadCount(await InboxOf(grains, Caller.Of(http)).Unread()));

    private static async Task<IResult> Mark(Command<MarkRequest> command, IGrainFactory grains) => command.Answer(
        await InboxOf(grains, command.Caller).Mark(command.Context, command.Body.Entries, command.Body.State), "inbox");

    private static async Task<IResult> Contact(HttpContext http, IGrainFactory grains)
    {
        var caller = Caller.Of(http);
        var view = await InboxOf(grains, caller)
            .Contact(new() { Actor = caller.Actor, Purpose = Codes<ReadPurpose>.Text(ReadPurpose.Own), FormerActor = caller.FormerActor });
        http.Response.Headers.ETag = Answers.ETag(view.Version);
        return Answers.Json(view);
    }

    private static async Task<IResult> Choose(Command<ContactRequest> command, IGrainFactory grains) => command.Answer(
        await InboxOf(grains, command.Caller).ChooseContact(command.Context, command.Body.ToWish()), "inbox");

    // First what is of the city's own hosts, then what is of others and about the city: the odd places are in the nation's list.
    private static async Task<IResult> ListFailedOfCity(HttpContext http, CityId city, IGrainFactory grains)
    {
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var (after, limit) = (Cursor.Of(http), Cursor.Limit(http));
        if (after % 2 == 0)
        {
            var own = await grains.News(city).Failed(null, after / 2, limit);
            if (own.Items.Count > 0) return Answers.Json(Cursor.Page(http, own with { Next = own.Next is { } next ? next * 2 : 1 }));
            after = 1;
        }

        var others = await grains.News(city.Nation).Failed(city, after / 2, limit);
        return Answers.Json(Cursor.Page(http, others with { Next = others.Next is { } further ? (further * 2) + 1 : null }));
    }

    private static async Task<IResult> ListFailedOfNation(HttpContext http, NationId nation, IGrainFactory grains) =>
        Answers.Json(Cursor.Page(http, await grains.News(nation).Failed(null, Cursor.Of(http), Cursor.Limit(http))));

    private static Task<IResult> SendAgainInCity(CityId city, Command<SendAgainRequest> command, IGrainFactory grains) =>
        SendAgain(command, grains, command.Body.Recipient.Place == city.Value, city.Value);

    private static Task<IResult> SendAgainInNation(NationId nation, Command<SendAgainRequest> command, IGrainFactory grains) =>
        SendAgain(command, grains, command.Body.Recipient.Place == nation.Value, null);

    // An officer of a city has no say over messages about what happened elsewhere.
    private static async Task<IResult> SendAgain(Command<SendAgainRequest> command, IGrainFactory grains, bool isOwn, string? place)
    {
        var (inbox, message) = (grains.Inbox(command.Body.Recipient), command.Body.Message);
        var isTheirs = isOwn || (place is not null && (await inbox.Messages()).Any(m => m.Id == message && m.Place == place));
        var result = isTheirs ? await inbox.SendAgain(command.Context, message) : CommandResult.Refuse(RejectionCode.MessageNotFound,
            "There is no such message that has failed, or it is known no longer.");
        return command.Answer(result, message);
    }

    private static IInboxGrain InboxOf(IGrainFactory grains, Caller caller) => grains.Inbox(caller.Role switch
    {
        Role.Host => RecipientId.Of(caller.Host!.Value),
        Role.Migrant => RecipientId.Of(caller.Migrant!.Value),
        Role.Employer => RecipientId.OfEmployer(caller.Nation!.Value, caller.Employer!),
        Role.CityOfficer => RecipientId.OfficeOf(caller.City!.Value),
        _ => RecipientId.OfficeOf(caller.Nation!.Value),
    });
}
