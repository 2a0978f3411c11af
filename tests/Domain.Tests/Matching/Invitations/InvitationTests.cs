namespace VipOrleans.Domain.Tests.Matching;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using static VipOrleans.Domain.Matching.InvitationCommand;
using static VipOrleans.Domain.Matching.InvitationEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class InvitationTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly InvitationMade ByHost = new(Host(1), At.AddDays(14));
    private static readonly UseInvitation Use = new(Migrant(1), true, Case(1));

    [Fact]
    public void An_invitation_is_made_once_for_so_many_days()
    {
        var make = new MakeInvitation(Host(1), true, 14);
        Given.Invitation().When(make, Asked(At)).Then(ByHost).WithOutcome("invited");
        Given.Invitation(ByHost).When(make).ThenRejected(RejectionCode.AlreadyExists);
        Given.Invitation().When(make with { IsRegistered = false }).ThenRejected(RejectionCode.HostNotFound);
        Given.Invitation().When(make with { Inviter = Migrant(1), IsRegistered = false }).ThenRejected(RejectionCode.MigrantNotFound);
        Given.Invitation().When(make with { Days = 0 }).ThenRejected(RejectionCode.InvalidInput);
        Given.Invitation().When(make with { Days = Invitation.MaxDays + 1 }).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void It_counts_once_in_time_and_for_the_other_side_of_the_same_nation()
    {
        Given.Invitation(ByHost).When(Use, Asked(At)).Then(new InvitationUsed(Migrant(1), Case(1))).WithOutcome("used");
        Given.Invitation().When(Use).ThenRejected(RejectionCode.InvitationNotFound);
        Given.Invitation(ByHost).When(Use with { By = Host(2) }).ThenRejected(RejectionCode.InvitationNotFound);
        Given.Invitation(ByHost).When(Use with { By = MigrantId.From(NationId.Parse("fj"), "x") }).ThenRejected(RejectionCode.OtherCity);
        Given.Invitation(ByHost).When(Use with { IsRegistered = false }).ThenRejected(RejectionCode.MigrantNotFound);
        Given.Invitation(ByHost).When(Use, Asked(ByHost.Until.AddTicks(-1))).Then(new InvitationUsed(Migrant(1), Case(1)));
        Given.Invitation(ByHost).When(Use, Asked(ByHost.Until)).ThenRejected(RejectionCode.InvitationExpired);
        var used = Given.Invitation(ByHost, new InvitationUsed(Migrant(1), Case(1)));
        used.When(Use with { By = Migrant(2) }).ThenRejected(RejectionCode.InvitationUsed);
        // The same person asks again, because an answer was lost, however late.
        used.When(Use, Asked(At.AddYears(1))).ThenNothing().WithOutcome("used");
        Given.Invitation(ByHost with { Inviter = Migrant(1) }).When(Use with { By = Host(1) }).Then(new InvitationUsed(Host(1), Case(1)));
    }

    [Fact]
    public void A_code_names_where_it_is_from_and_the_id_does_not_tell_it()
    {
        foreach (var inviter in (PersonId[])[Host(1), Migrant(1)])
        {
            var code = InvitationId.CodeOf(inviter, "secret");
            Assert.StartsWith(inviter.Value[..inviter.Value.IndexOf('.')] + ".", code, StringComparison.Ordinal);
            Assert.True(InvitationId.TryOf(code, out var id));
            Assert.DoesNotContain(code[^26..], id.Value, StringComparison.Ordinal);
            Assert.Equal(id, InvitationId.Parse(id.Value));
            Assert.Equal("invitation", id.Stream.Kind);
            Assert.True(InvitationId.TryOf(code[..^1] + (code[^1] == '0' ? '1' : '0'), out var other) && other != id);
        }

        foreach (var wrong in (string[])["", ".", "nz", "nz-akl.", "nz-akl.123", $"NZ.{new string('0', 26)}",
            $"nz-akl.{new string('u', 26)}", $"nz-akl.{new string('0', 27)}"])
        {
            Assert.False(InvitationId.TryOf(wrong, out _));
        }

    }

    private static Moment Asked(DateTimeOffset time) => ThatMoment with { Time = time };
}
