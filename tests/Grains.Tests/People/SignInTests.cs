namespace VipOrleans.Grains.Tests.People;

using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Domain.People;
using VipOrleans.Grains.News;
using VipOrleans.Grains.Tests.News;
using static VipOrleans.Grains.Tests.World;

/// <summary>How a person joins a sign-in to their record by a one-time code.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task A_code_that_an_officer_hands_over_joins_one_sign_in_and_stands_nowhere()
    {
        await using var world = await Start();
        var host = await world.AddHost(await world.OpenCity(1));
        var signIns = world.Grains.SignIns(host);
        var context = Command(actor: "city-officer:one");
        var issued = await signIns.Issue(context, 14, SignInCodeWay.Hand);
        Accepted("issued", issued.Result);
        // A lost answer is asked for again, and tells the same code.
        Assert.Equal(issued.Code, (await signIns.Issue(context, 14, SignInCodeWay.Hand)).Code);
        var secret = issued.Code![(issued.Code!.LastIndexOf('.') + 1)..];
        Assert.Equal(16, secret.Length);
        Assert.False(world.JournalHas(secret));
        Assert.DoesNotContain(secret, issued.ToString(), StringComparison.Ordinal);

        // As somebody copies it from paper.
        var copied = string.Join('-', secret.ToUpperInvariant().Replace('0', 'O').Chunk(4).Select(c => new string(c)));
        Accepted("joined", await signIns.Join(Command(actor: "newcomer:key"), "key", copied));
        Assert.True(await signIns.Admits("key"));
        Assert.Equal<PersonId?>(host, await world.Grains.SignInPointer(host.City.Nation, "key").Get());
        Refused(RejectionCode.SignInCodeRefused, await signIns.Join(Command(actor: "newcomer:thief"), "thief", secret));
        Assert.False(await signIns.Admits("thief"));
        await Until(async () => (await world.Grains.Inbox(RecipientId.Of(host)).List(null, 0, 10)).Items
            .Any(n => n.Kind == NewsKind.SignInChanged), "the person to be told");

        // The next code takes the place of it.
        var next = (await signIns.Issue(Command(actor: "city-officer:one"), 1, SignInCodeWay.Hand)).Code!;
        Accepted("joined", await signIns.Join(Command(actor: "newcomer:new"), "new", next[(next.LastIndexOf('.') + 1)..]));
        Assert.Equal((false, true), (await signIns.Admits("key"), await signIns.Admits("new")));
    }

    [Fact]
    public async Task Who_tries_every_code_ends_it_and_the_owner_asks_for_another_one()
    {
        await using var world = await Start();
        var host = await world.AddHost(await world.OpenCity(1));
        var signIns = world.Grains.SignIns(host);
        var code = (await signIns.Issue(Command(actor: "city-officer:one"), 14, SignInCodeWay.Hand)).Code!;
        var secret = code[(code.LastIndexOf('.') + 1)..];
        var wrong = await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            signIns.Join(Command(actor: "newcomer:thief"), "thief", $"{n:D16}")));
        Assert.All(wrong, w => Refused(RejectionCode.SignInCodeRefused, w));
        Assert.Equal(SignIns.MostTries, (await world.EventsOf(((PersonId)host).SignInsStream)).Count(e => e.Type == "sign-in-try-failed"));
        Refused(RejectionCode.SignInCodeRefused, await signIns.Join(Command(actor: "newcomer:key"), "key", secret));
        await Until(async () => (await world.Grains.Inbox(RecipientId.Of(host)).List(null, 0, 10)).Items
            .Any(n => n.Kind == NewsKind.SignInTried), "the person to be told");
        Assert.NotNull((await signIns.Issue(Command(actor: "city-officer:one"), 14, SignInCodeWay.Hand)).Code);
    }

    [Fact]
    public async Task A_code_by_message_goes_to_the_persons_own_contact_and_the_officer_never_sees_it()
    {
        var carrier = new FakeCarrier();
        await using var world = await Start(new() { Services = s => s.AddSingleton<IMessageCarrier>(carrier) });
        var city = await world.OpenCity(1);
        var host = HostId.From(city, "reached");
        Accepted("registered", await world.Host(host)
            .Register(Command(), new() { Person = new() { Name = "Sina", Contact = "sina@example.org" } }));
        var issued = await world.Grains.SignIns(host).Issue(Command(actor: "city-officer:one"), 14, SignInCodeWay.Message);
        Accepted("issued", issued.Result);
        Assert.Null(issued.Code);
        await Until(() => carrier.Shown.Count == 1, "the message");
        var message = carrier.Shown.Single();
        Assert.Equal("sina@example.org", message.To);
        var secret = message.Text.Split(' ').Single(w => w.StartsWith(host.Value, StringComparison.Ordinal))[(host.Value.Length + 1)..];
        Accepted("joined", await world.Grains.SignIns(host).Join(Command(actor: "newcomer:key"), "key", secret));
        Assert.False(world.JournalHas(secret));
        Assert.False(world.JournalHas("sina@example.org"));
    }

    [Fact]
    public async Task Where_nobody_can_be_written_to_a_code_is_handed_over_and_none_is_issued()
    {
        await using var world = await Start();
        var host = await world.AddHost(await world.OpenCity(1));
        var issued = await world.Grains.SignIns(host).Issue(Command(actor: "city-officer:one"), 14, SignInCodeWay.Message);
        Refused(RejectionCode.ChannelNotOffered, issued.Result);
        Assert.Null(await world.Grains.SignIns(host).Get());
    }
}
