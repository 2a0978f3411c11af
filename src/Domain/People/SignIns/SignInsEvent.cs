namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a person's sign-ins. The names are stable: they stand in journals. None of them holds a code.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SignInCodeIssued), "sign-in-code-issued")]
[JsonDerivedType(typeof(SignInCodeRevoked), "sign-in-code-revoked")]
[JsonDerivedType(typeof(SignInTryFailed), "sign-in-try-failed")]
[JsonDerivedType(typeof(SignInJoined), "sign-in-joined")]
[JsonDerivedType(typeof(SignInLeft), "sign-in-left")]
public abstract record SignInsEvent
{
    private SignInsEvent() { }

    /// <summary>A code was issued; one that was issued before counts no more.</summary>
    /// <param name="Person">Whose.</param>
    /// <param name="Number">Which one of theirs, from 1 on.</param>
    /// <param name="Until">Until when it counts.</param>
    /// <param name="Adds">True if it adds a sign-in; else whoever uses it takes the place of all others.</param>
    /// <param name="Way">How it comes to them.</param>
    public sealed record SignInCodeIssued(PersonId Person, int Number, DateTimeOffset Until, bool Adds, SignInCodeWay Way) : SignInsEvent;

    /// <summary>The code counts no more.</summary>
    public sealed record SignInCodeRevoked : SignInsEvent;

    /// <summary>Somebody has tried a code that is not the right one.</summary>
    /// <param name="Person">Whose record it was for.</param>
    /// <param name="IsLast">True if the code counts no more because of it.</param>
    public sealed record SignInTryFailed(PersonId Person, bool IsLast) : SignInsEvent;

    /// <summary>A sign-in was joined, and the code counts no more.</summary>
    /// <param name="Person">To whose record.</param>
    /// <param name="Key">The sign-in.</param>
    /// <param name="At">When.</param>
    /// <param name="Replaces">True if it takes the place of all others.</param>
    public sealed record SignInJoined(PersonId Person, string Key, DateTimeOffset At, bool Replaces) : SignInsEvent;

    /// <summary>A sign-in reaches the record no longer.</summary>
    public sealed record SignInLeft(string Key) : SignInsEvent;
}
