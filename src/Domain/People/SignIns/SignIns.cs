namespace VipOrleans.Domain.People;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.SignInsEvent;

/// <summary>With which sign-ins of which providers a person reaches their record. No provider has to know the record's id.</summary>
public sealed record SignIns
{
    /// <summary>Most sign-ins of one person at a time.</summary>
    public const int Most = 5;

    /// <summary>After so many wrong tries a code counts no more.</summary>
    public const int MostTries = 10;

    /// <summary>Most days that a code counts: a letter takes its time.</summary>
    public const int MaxDays = 30;

    /// <summary>Whose; null before the first code.</summary>
    public PersonId? Person { get; init; }

    /// <summary>How many codes have been issued: the number of the newest one.</summary>
    public int Issued { get; init; }

    /// <summary>The one code that counts; null for none.</summary>
    public SignInCode? Code { get; init; }

    /// <summary>The sign-ins, in the order in which they were joined.</summary>
    public ImmutableList<JoinedSignIn> Joined { get; init; } = [];

    /// <summary>True for a sign-in that reaches the record.</summary>
    public bool Admits(string key) => Joined.Exists(j => j.Key == key);

    internal SignIns Evolve(SignInsEvent e) => e switch
    {
        SignInCodeIssued x => this with { Person = x.Person, Issued = x.Number, Code = new(x.Number, x.Until, x.Adds) },
        SignInCodeRevoked => this with { Code = null },
        SignInTryFailed => this with
        {
            Code = Code is { } code && code.Failed + 1 < MostTries ? code with { Failed = code.Failed + 1 } : null,
        },
        SignInJoined x => this with
        {
            Code = null,
            Joined = (x.Replaces ? [] : Joined.RemoveAll(j => j.Key == x.Key)).Add(new(x.Key, x.At)),
        },
        SignInLeft x => this with { Joined = Joined.RemoveAll(j => j.Key == x.Key) },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The sign-ins do not know this event."),
    };
}

/// <summary>A code that can be used. What it is stands nowhere: the vault's key makes it from its number.</summary>
/// <param name="Number">Which one of the person's.</param>
/// <param name="Until">Until when it counts.</param>
/// <param name="Adds">True if it adds a sign-in; else whoever uses it takes the place of all others.</param>
/// <param name="Failed">How many tries were wrong.</param>
public sealed record SignInCode(int Number, DateTimeOffset Until, bool Adds, int Failed = 0);

/// <summary>A sign-in that reaches a record.</summary>
/// <param name="Key">A key of issuer and subject that says nothing else.</param>
/// <param name="At">When it was joined.</param>
[GenerateSerializer, Immutable, Alias("vip.joined-sign-in")]
public sealed record JoinedSignIn(string Key, DateTimeOffset At);

/// <summary>How a code comes to its person.</summary>
[JsonConverter(typeof(CodeConverter<SignInCodeWay>))]
public enum SignInCodeWay
{
    /// <summary>Whoever asked for it hands it over.</summary>
    Hand,

    /// <summary>By a message or a letter; whoever asked for it does not see it.</summary>
    Message,
}
