namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.SignInsEvent>;
using static VipOrleans.Domain.People.SignInsCommand;
using static VipOrleans.Domain.People.SignInsEvent;

/// <summary>The rules of a person's sign-ins.</summary>
public sealed class SignInsDecider : IDecider<SignIns, SignInsCommand, SignInsEvent>
{
    /// <summary>The outcome of a wrong try, which is written down and refused.</summary>
    public const string Wrong = "wrong";

    private SignInsDecider() { }

    /// <inheritdoc/>
    public static SignIns Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<SignIns, SignInsEvent> Aggregate { get; } =
        new("sign-ins-1", PeopleJson.Default.SignInsEvent, PeopleJson.Default.SignIns);

    /// <summary>The one refusal of a code, whatever is wrong with it: it tells nobody which records have codes.</summary>
    public static Rejection Refused { get; } = new(RejectionCode.SignInCodeRefused,
        "The code is wrong, was used or revoked, or its time is over. Ask the office for a new one.");

    /// <inheritdoc/>
    public static Decision<SignInsEvent> Decide(SignIns signIns, SignInsCommand command, Moment moment) => command switch
    {
        IssueSignInCode c => Issue(signIns, c, moment),
        RevokeSignInCode => signIns.Code is null ? Accept("revoked") : Accept("revoked", new SignInCodeRevoked()),
        JoinSignIn c => Join(signIns, c, moment.Time),
        LeaveSignIn c => signIns.Admits(c.Key) ? Accept("left", new SignInLeft(c.Key)) : Accept("left"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The sign-ins do not know this command."),
    };

    /// <inheritdoc/>
    public static SignIns Evolve(SignIns signIns, SignInsEvent e) => signIns.Evolve(e);

    private static Decision<SignInsEvent> Issue(SignIns signIns, IssueSignInCode c, Moment moment)
    {
        if (!c.IsRegistered) return Reject(RejectionCode.PersonNotFound, "Nobody is registered under this id.");
        if (c.Days is < 1 or > SignIns.MaxDays)
        {
            return Reject(RejectionCode.InvalidInput, $"A code counts for 1 to {SignIns.MaxDays} days.");
        }

        // Somebody who is signed in adds one; an officer's code is for somebody who has lost theirs, or never had one.
        var adds = !Actors.IsOfficer(moment.Actor);
        if (adds && signIns.Joined.Count >= SignIns.Most)
        {
            return Reject(RejectionCode.InvalidInput, $"A person has at most {SignIns.Most} sign-ins; dismiss one first.");
        }

        return Accept("issued", new SignInCodeIssued(c.Person, signIns.Issued + 1, moment.Time.AddDays(c.Days), adds, c.Way));
    }

    private static Decision<SignInsEvent> Join(SignIns signIns, JoinSignIn c, DateTimeOffset now)
    {
        if (signIns is not { Code: { } code, Person: { } person } || code.Number != c.Number || now >= code.Until) return Refused;
        return c.IsRight
            ? Accept("joined", new SignInJoined(person, c.Key, now, !code.Adds))
            : Accept(Wrong, new SignInTryFailed(person, code.Failed + 1 >= SignIns.MostTries));
    }
}
