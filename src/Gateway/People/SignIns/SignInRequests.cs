namespace VipOrleans.Gateway.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Commands;

/// <summary>Issues a one-time code.</summary>
internal sealed record IssueSignInCodeRequest
{
    /// <summary>How it comes to the person.</summary>
    public required SignInCodeWay Way { get; init; }

    /// <summary>How many days it counts.</summary>
    [Between(1, SignIns.MaxDays)]
    public required int Days { get; init; }
}

/// <summary>Joins a sign-in to a record.</summary>
internal sealed record JoinSignInRequest : IChecked
{
    /// <summary>The code as the letter or the message has it. Upper and lower case, blanks and hyphens behind the last dot do not
    /// count.</summary>
    [Text(1, 120), Personal]
    public required string Code { get; init; }

    /// <summary>Whose record it is for, and what stands behind their id.</summary>
    internal (PersonId Person, string Secret) Parts =>
        Code.LastIndexOf('.') is > 0 and var dot && PersonId.TryParse(Code[..dot].Trim().ToLowerInvariant(), out var person)
            ? (person, Code[(dot + 1)..]) : default;

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        if (Parts.Secret is not { Length: > 0 })
        {
            errors.Add("code", "Expected a code such as 'nz-akl.host.0123456789abcdefghjkmnpqrs.0123456789abcdef'.");
        }
    }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "JoinSignInRequest (not shown)";
}

/// <summary>Dismisses a sign-in.</summary>
internal sealed record DismissSignInRequest
{
    /// <summary>Which, as the list of them has it.</summary>
    [Text(1, 60)]
    public required string SignIn { get; init; }
}
