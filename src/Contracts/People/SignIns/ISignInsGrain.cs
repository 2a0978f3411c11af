namespace VipOrleans.Contracts.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;

/// <summary>With which sign-ins a person reaches their record. The key is the host's or the migrant's id.</summary>
[Alias("vip.sign-ins"), GrainInterfaceType("vip.sign-ins")]
public interface ISignInsGrain : IGrainWithStringKey
{
    /// <summary>Issues a code, and has it sent if it is to come by a message.</summary>
    /// <param name="context">The command. Asked again, it gives the same code.</param>
    /// <param name="days">How many days it counts, 1 to 30.</param>
    /// <param name="way">How it comes to the person.</param>
    [Alias("issue")]
    Task<IssuedSignInCode> Issue(CommandContext context, int days, SignInCodeWay way);

    /// <summary>Revokes the code that counts; none is no error.</summary>
    [Alias("revoke")]
    Task<CommandResult> Revoke(CommandContext context);

    /// <summary>Joins the sign-in that asks, if the code is the right one.</summary>
    /// <param name="context">The command.</param>
    /// <param name="key">The sign-in.</param>
    /// <param name="secret">What stands behind the person's id in the code.</param>
    [Alias("join")]
    Task<CommandResult> Join(CommandContext context, string key, string secret);

    /// <summary>Dismisses a sign-in; one that is not joined is no error.</summary>
    [Alias("leave")]
    Task<CommandResult> Leave(CommandContext context, string key);

    /// <summary>True for a sign-in that reaches the record.</summary>
    [Alias("admits")]
    Task<bool> Admits(string key);

    /// <summary>The sign-ins, and the code that counts without saying it; null if the person never had a code.</summary>
    [Alias("get")]
    Task<SignInsView?> Get();

    /// <summary>The code of a number, as a message says it; null if it counts no more.</summary>
    [Alias("code-of")]
    Task<string?> CodeOf(int number);
}

/// <summary>Where a sign-in leads. The key is a nation's id, a slash and the sign-in's key; it stands in no journal.</summary>
[Alias("vip.sign-in-pointer"), GrainInterfaceType("vip.sign-in-pointer")]
public interface ISignInPointerGrain : IGrainWithStringKey
{
    /// <summary>Has it lead to a person's record.</summary>
    [Alias("point")]
    Task<CommandResult> Point(CommandContext context, PersonId person);

    /// <summary>Whose record it leads to; null for none.</summary>
    [Alias("get")]
    Task<PersonId?> Get();
}

/// <summary>A code that was asked for. Its text form does not show the code.</summary>
/// <param name="Result">Whether it was issued.</param>
/// <param name="Code">The code, if whoever asked hands it over; null if it is sent, and if none was issued.</param>
/// <param name="Until">Until when it counts.</param>
[GenerateSerializer, Immutable, Alias("vip.issued-sign-in-code")]
public sealed record IssuedSignInCode(CommandResult Result, string? Code, DateTimeOffset Until)
{
    /// <summary>Shows no code, so that no log line leaks it.</summary>
    public override string ToString() => $"IssuedSignInCode ({Result.Outcome})";
}

/// <summary>A person's sign-ins.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Version">How many events made them what they are.</param>
/// <param name="Joined">The sign-ins, in the order in which they were joined.</param>
/// <param name="CodeUntil">Until when a code counts; null if none does.</param>
[GenerateSerializer, Immutable, Alias("vip.sign-ins-view")]
public sealed record SignInsView(PersonId Person, long Version, IReadOnlyList<JoinedSignIn> Joined, DateTimeOffset? CodeUntil);
