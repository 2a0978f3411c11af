namespace VipOrleans.Grains.People;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Domain.People;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.People.SignInsCommand;

/// <summary>
/// Hosts the rules of a person's sign-ins. A code is made from the person and its number with the vault's own key: nobody can guess it, a
/// retry makes it again, and neither it nor a hash of it is stored anywhere.
/// </summary>
[Reentrant, GrainType("sign-ins")]
public sealed partial class SignInsGrain(Journaling journaling, PersonFiles persons)
    : EventSourcedGrain<SignInsDecider, SignIns, SignInsCommand, SignInsEvent>(journaling), ISignInsGrain
{
    // 80 bits: with ten tries a code, nobody finds one.
    private const int SecretLength = 16;

    private PersonId Id => PersonId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.SignInsStream;

    /// <inheritdoc/>
    public async Task<IssuedSignInCode> Issue(CommandContext context, int days, SignInCodeWay way)
    {
        if (way == SignInCodeWay.Message && await NoWayTo(context) is { } problem) return new(problem, null, default);
        var result = await Execute(context, new IssueSignInCode(Id, await IsRegistered(), days, way));
        // A retry of what was issued before another code hears of none: it counts no more.
        return result.IsAccepted && Confirmed.Code is { } code && result.Version == Version
            ? new(result, way == SignInCodeWay.Hand ? CodeText(code.Number) : null, code.Until) : new(result, null, default);
    }

    /// <inheritdoc/>
    public Task<CommandResult> Revoke(CommandContext context) => Execute(context, new RevokeSignInCode());

    /// <inheritdoc/>
    public async Task<CommandResult> Join(CommandContext context, string key, string secret)
    {
        var number = Confirmed.Code?.Number ?? 0;
        var isRight = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(SecretOf(number)),
            Encoding.UTF8.GetBytes(Normal(secret)));
        var result = await Execute(context, new JoinSignIn(key, number, isRight));
        if (result.Outcome == SignInsDecider.Wrong)
        {
            return CommandResult.Refuse(SignInsDecider.Refused.Code, SignInsDecider.Refused.Detail, result.Version);
        }

        // With every retry, so that a lost try is made good.
        if (!result.IsAccepted) return result;
        var pointed = await GrainFactory.SignInPointer(Id.Nation, key).Point(
            new() { Id = IdText.KeyFrom($"{Id}/point/{context.Id}"), Fingerprint = 0, Actor = context.Actor }, Id);
        return pointed.IsAccepted ? result : pointed;
    }

    /// <inheritdoc/>
    public Task<CommandResult> Leave(CommandContext context, string key) => Execute(context, new LeaveSignIn(key));

    /// <inheritdoc/>
    public Task<bool> Admits(string key) => Task.FromResult(Confirmed.Admits(key));

    /// <inheritdoc/>
    public async Task<SignInsView?> Get()
    {
        await BeingMade();
        return Confirmed.Person is { } person
            ? new(person, Version, Confirmed.Joined, Confirmed.Code is { } code && code.Until > Now ? code.Until : null) : null;
    }

    /// <inheritdoc/>
    public Task<string?> CodeOf(int number) =>
        Task.FromResult(Confirmed.Code is { } code && code.Number == number && code.Until > Now ? CodeText(number) : null);

    private string CodeText(int number) => $"{Id}.{SecretOf(number)}";

    private string SecretOf(int number) => IdText.KeyFrom(persons.Pseudonym("sign-in-code",
        string.Create(CultureInfo.InvariantCulture, $"{Id} {number}")))[..SecretLength];

    // As people copy it from paper.
    private static string Normal(string secret) => NotOfACode().Replace(secret.ToLowerInvariant(), "")
        .Replace('o', '0').Replace('i', '1').Replace('l', '1');

    [GeneratedRegex(@"[\s-]")]
    private static partial Regex NotOfACode();

    private async Task<bool> IsRegistered() => Id.Host is { } host
        ? await GrainFactory.Host(host).Get() is { Erased: false, IsVoid: false }
        : await GrainFactory.Migrant(Id.Migrant!.Value).Get() is { Erased: false };

    // Whoever never signed in has said nothing of how to write to them: then it goes to the contact that the office has.
    private async Task<CommandResult?> NoWayTo(CommandContext context)
    {
        var inbox = GrainFactory.Inbox(RecipientId.Of(Id));
        var reader = new PersonReader { Actor = context.Actor, Purpose = Codes<ReadPurpose>.Text(ReadPurpose.Contact) };
        var chosen = await inbox.Contact(reader);
        if (chosen.Wish is { } wish)
        {
            return wish.Channels.Any(c => !c.IsShared) ? null
                : CommandResult.Refuse(RejectionCode.ChannelNotOffered,
                    "The person has chosen no way to be written to that is theirs alone: hand the code over.", Version);
        }

        var person = await persons.Read(Id.Value, reader);
        MessageChannel? channel = person?.Contact is not { } contact ? null
            : contact.Contains('@', StringComparison.Ordinal) ? MessageChannel.Email : MessageChannel.Sms;
        var address = channel == MessageChannel.Sms ? NotOfACode().Replace(person!.Contact!, "") : person?.Contact;
        if (channel is null || !chosen.Offered.Contains(channel.Value))
        {
            (channel, address) = (MessageChannel.Letter, person?.Address is { } home ? $"{person.Name}\n{home}" : null);
        }

        if (address is null || !chosen.Offered.Contains(channel.Value))
        {
            return CommandResult.Refuse(RejectionCode.ChannelNotOffered,
                "The record has no contact and no address to which messages are sent here: hand the code over.", Version);
        }

        var result = await inbox.ChooseContact(
            new() { Id = IdText.KeyFrom($"{Id}/first-contact/{context.Id}"), Fingerprint = 0, Actor = context.Actor },
            new("en", [new(channel.Value, address, SaysWhat: false, IsShared: false)], null));
        return result.IsAccepted ? null : result;
    }
}

/// <summary>Hosts the rules of where a sign-in leads.</summary>
[Reentrant, GrainType("sign-in-pointer")]
public sealed class SignInPointerGrain(Journaling journaling, PersonFiles persons)
    : EventSourcedGrain<SignInPointerDecider, SignInPointer, SignInPointerCommand, SignInPointerEvent>(journaling), ISignInPointerGrain
{
    // Nobody can tell from a journal which subject of which provider somebody is.
    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Of(Key.AsSpan(0, Key.IndexOf('/', StringComparison.Ordinal)), "sign-in-pointer",
        IdText.KeyFrom($"sign-in {persons.Pseudonym("sign-in", Key)}"));

    private string Key => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public Task<CommandResult> Point(CommandContext context, PersonId person) =>
        Execute(context, new SignInPointerCommand.PointSignIn(person));

    /// <inheritdoc/>
    public async Task<PersonId?> Get()
    {
        await BeingMade();
        return Confirmed.Person;
    }
}
