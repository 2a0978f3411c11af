namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.SignInsCommand;
using static VipOrleans.Domain.People.SignInsEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>How a sign-in of any provider is joined to a record.</summary>
public sealed class SignInsTests
{
    private static readonly Moment ByPerson = ThatMoment with { Actor = $"host:{Host(1)}" };
    private static readonly DateTimeOffset Now = ThatMoment.Time;

    private static SignInCodeIssued Issued(int number = 1, bool adds = false, int days = 14) =>
        new(Host(1), number, Now.AddDays(days), adds, SignInCodeWay.Hand);

    private static IssueSignInCode Issue(int days = 14, bool isRegistered = true) => new(Host(1), isRegistered, days, SignInCodeWay.Hand);

    [Fact]
    public void An_officers_code_counts_once_and_takes_the_place_of_every_other_sign_in()
    {
        Given.SignIns().When(Issue()).Then(Issued());
        var issued = Given.SignIns(Issued());
        var joined = issued.When(new JoinSignIn("new", 1, true)).Then(new SignInJoined(Host(1), "new", Now, true)).State;
        Assert.True(joined.Admits("new"));
        var other = Given.SignIns(Issued(), new SignInJoined(Host(1), "old", Now, true), Issued(2));
        var after = other.When(new JoinSignIn("new", 2, true)).Then(new SignInJoined(Host(1), "new", Now, true)).State;
        Assert.Equal((false, true), (after.Admits("old"), after.Admits("new")));
        Given.SignIns(Issued(), new SignInJoined(Host(1), "old", Now, true)).When(new JoinSignIn("thief", 1, true))
            .ThenRejected(RejectionCode.SignInCodeRefused);
    }

    [Fact]
    public void The_persons_own_code_adds_one_up_to_a_number()
    {
        SignInsEvent[] joined = [Issued(), new SignInJoined(Host(1), "one", Now, true)];
        Given.SignIns(joined).When(Issue(), ByPerson).Then(Issued(2, adds: true));
        var two = Given.SignIns([.. joined, Issued(2, adds: true)]).When(new JoinSignIn("two", 2, true))
            .Then(new SignInJoined(Host(1), "two", Now, false)).State;
        Assert.Equal(["one", "two"], two.Joined.Select(j => j.Key));
        SignInsEvent[] full =
            [.. joined, .. Enumerable.Range(2, SignIns.Most - 1).Select(n => new SignInJoined(Host(1), $"{n}", Now, false))];
        Given.SignIns(full).When(Issue(), ByPerson).ThenRejected(RejectionCode.InvalidInput);
        // An officer's takes the place of all of them, so there is always room.
        Given.SignIns(full).When(Issue()).Then(Issued(2));
    }

    [Fact]
    public void A_code_that_is_late_revoked_or_followed_by_another_one_is_refused_in_the_same_words()
    {
        var join = new JoinSignIn("key", 1, true);
        foreach (var story in new[]
        {
            Given.SignIns(), Given.SignIns(Issued(), new SignInCodeRevoked()), Given.SignIns(Issued(), Issued(2)),
            Given.SignIns(Issued(days: 0)),
        })
        {
            story.When(join).ThenRejected(RejectionCode.SignInCodeRefused, SignInsDecider.Refused.Detail);
        }

        Given.SignIns(Issued()).When(join, ThatMoment with { Time = Now.AddDays(14).AddTicks(-1) })
            .Then(new SignInJoined(Host(1), "key", Now.AddDays(14).AddTicks(-1), true));
        Given.SignIns(Issued()).When(new RevokeSignInCode()).Then(new SignInCodeRevoked());
        Given.SignIns().When(new RevokeSignInCode()).ThenNothing();
    }

    [Fact]
    public void After_ten_wrong_tries_the_right_code_counts_no_more()
    {
        var tried = new List<SignInsEvent> { Issued() };
        for (var n = 1; n <= SignIns.MostTries; n++)
        {
            var failed = new SignInTryFailed(Host(1), n == SignIns.MostTries);
            Given.SignIns([.. tried]).When(new JoinSignIn("thief", 1, false)).Then(failed).WithOutcome(SignInsDecider.Wrong);
            tried.Add(failed);
        }

        Given.SignIns([.. tried]).When(new JoinSignIn("owner", 1, true)).ThenRejected(RejectionCode.SignInCodeRefused);
        Given.SignIns([.. tried]).When(Issue()).Then(Issued(2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void A_code_counts_for_a_month_at_most(int days) =>
        Given.SignIns().When(Issue(days)).ThenRejected(RejectionCode.InvalidInput);

    [Fact]
    public void Nobody_who_was_erased_gets_a_code_and_a_dismissed_sign_in_is_out()
    {
        Given.SignIns().When(Issue(isRegistered: false)).ThenRejected(RejectionCode.PersonNotFound);
        SignInsEvent[] joined = [Issued(), new SignInJoined(Host(1), "one", Now, true)];
        Assert.False(Given.SignIns(joined).When(new LeaveSignIn("one"), ByPerson).Then(new SignInLeft("one")).State.Admits("one"));
        Given.SignIns(joined).When(new LeaveSignIn("two")).ThenNothing();
    }
}
