namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;

/// <summary>What a person's sign-ins can be asked.</summary>
public abstract record SignInsCommand
{
    private SignInsCommand() { }

    /// <summary>Issues a code; one that was issued before counts no more.</summary>
    /// <param name="Person">Whose.</param>
    /// <param name="IsRegistered">True if they are registered and were not erased, read before.</param>
    /// <param name="Days">How many days it counts.</param>
    /// <param name="Way">How it comes to them.</param>
    public sealed record IssueSignInCode(PersonId Person, bool IsRegistered, int Days, SignInCodeWay Way) : SignInsCommand;

    /// <summary>Revokes the code that counts.</summary>
    public sealed record RevokeSignInCode : SignInsCommand;

    /// <summary>Joins a sign-in by a code.</summary>
    /// <param name="Key">The sign-in.</param>
    /// <param name="Number">The number of the code that was compared.</param>
    /// <param name="IsRight">True if it is the one that was given.</param>
    public sealed record JoinSignIn(string Key, int Number, bool IsRight) : SignInsCommand;

    /// <summary>Dismisses a sign-in, which reaches the record no longer.</summary>
    public sealed record LeaveSignIn(string Key) : SignInsCommand;
}
