namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class EmployerAnswerTests(World world) : IClassFixture<World>
{
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task The_same_command_and_the_same_report_are_answered_the_same_whatever_came_between()
    {
        var id = await Arrived();
        var (first, command) = (_world.Sponsorship(id), Command());
        var answer = await first.ChangeEarnings(command, Pay(1, 310_000));
        // At home 5,279.28 a year are 439.94 a month.
        Assert.Equal((new Money(133_003, Nzd), Money.Zero(Nzd)), (answer.Answer!.Withhold, answer.Answer.GiveBack));
        Assert.Equal(answer, await first.ChangeEarnings(command, Pay(1, 310_000)));
        Assert.Equal(answer.Answer, (await first.ChangeEarnings(Command(), Pay(1, 310_000))).Answer);

        await _world.Name(id, "dairy");
        Accepted("posted", (await first.ChangeEarnings(Command(), Pay(1, 50_000, "dairy"))).Result);
        Assert.Equal(answer.Answer, (await first.ChangeEarnings(Command(), Pay(1, 310_000))).Answer);

        var corrected = await first.ChangeEarnings(Command(), Pay(1, 300_000));
        Assert.Equal((Money.Zero(Nzd), new Money(5_000, Nzd)), (corrected.Answer!.Withhold, corrected.Answer.GiveBack));
        var back = await first.ChangeEarnings(Command(), new() { Year = 1, Month = 1, Employer = "orchard" });
        Accepted("withdrawn", back.Result);

        await _world.Restart();
        first = _world.Sponsorship(id);
        Assert.Equal(answer, await first.ChangeEarnings(command, Pay(1, 310_000)));
        Assert.Equal(back.Answer,
            (await first.ChangeEarnings(Command(), new() { Year = 1, Month = 1, Employer = "orchard" })).Answer);
        // Without the orchard's pay the baseline counts against the dairy's: half of 439.94 goes back beyond what the orchard had withheld.
        // That is none of the orchard's, which has given all of its own back: the city pays it.
        var left = (await first.EarningsToPay(1, 1, "orchard"))!;
        Assert.Equal((null, Money.Zero(Nzd), answer.Answer.Reference),
            (left.Earned, left.Answer.GiveBack, left.Answer.Reference));
        var dairy = (await first.EarningsToPay(1, 1, "dairy"))!.Answer;
        Assert.Equal((await first.Statement())!.Totals!.Share, dairy.Withhold - new Money(21_997, Nzd));
    }

    [Fact]
    public async Task Where_the_host_changes_within_a_month_the_parts_are_added_whichever_host_it_is_sent_to()
    {
        foreach (var toFirst in new[] { true, false })
        {
            var (first, second) = await Changed();
            var id = toFirst ? first : second;
            var (command, before) = (Command(), await Taken(first, second));
            var trial = await _world.Sponsorship(id).ChangeEarnings(Command(), Pay(1, 310_000), isTrial: true);
            Assert.Equal(before, await Taken(first, second));

            var answer = await _world.Sponsorship(id).ChangeEarnings(command, Pay(1, 310_000));
            var taken = await Taken(first, second);
            Assert.True(taken is { First: > 0, Second: > 0 });
            Assert.Equal(new Money(taken.First + taken.Second, Nzd), answer.Answer!.Withhold);
            Assert.Equal(trial, answer);
            Assert.Equal(answer, await _world.Sponsorship(id).ChangeEarnings(command, Pay(1, 310_000)));
            Assert.Equal(answer.Answer, (await _world.Sponsorship(id).EarningsToPay(1, 1, "orchard"))!.Answer);
            // Under the other sponsorship it is the same money and another reference.
            var other = (await _world.Sponsorship(toFirst ? second : first).EarningsToPay(1, 1, "orchard"))!.Answer;
            Assert.Equal(answer.Answer, other with { Reference = answer.Answer.Reference });
            Assert.NotEqual(answer.Answer.Reference, other.Reference);
        }
    }

    [Fact]
    public async Task An_answer_that_was_lost_on_its_way_to_one_host_is_the_whole_one_when_it_is_asked_for_again()
    {
        var (first, second) = await Changed();
        var command = Command();
        _world.Script(first.Stream, _ => Fault.BeforeWrite);
        var refused = await _world.Sponsorship(second).ChangeEarnings(command, Pay(1, 310_000));
        Assert.Equal((RejectionCode.StoreUnavailable, null), (refused.Result.Rejected, refused.Answer));
        _world.Heal();
        var answer = await _world.Sponsorship(second).ChangeEarnings(command, Pay(1, 310_000));
        var taken = await Taken(first, second);
        Assert.Equal(new Money(taken.First + taken.Second, Nzd), answer.Answer!.Withhold);
    }

    [Fact]
    public async Task A_trial_is_answered_the_same_and_leaves_version_journal_and_key_untouched()
    {
        // The first report of the second share year fixes its baseline before it is booked.
        var id = await Arrived();
        var grain = _world.Sponsorship(id);
        var withdrawal = new EarningsChange { Year = 2, Month = 1, Employer = "orchard" };
        foreach (var change in new[] { Pay(2, 1, 400_000), Pay(2, 1, 350_000), Pay(2, 1, 350_000), withdrawal, withdrawal })
        {
            var (command, before) = (Command(), (await grain.Get())!);
            var trial = await grain.ChangeEarnings(command, change, isTrial: true);
            Assert.Equal(trial, await grain.ChangeEarnings(command, change, isTrial: true));
            Assert.Equal(before.Version, (await grain.Get())!.Version);
            Assert.Equal(before.Version, (await _world.EventsOf(id.Stream)).Count);
            Assert.False(await grain.AsReference<ICommandsDone>().HasDone(command.Id));

            var real = await grain.ChangeEarnings(command, change);
            Assert.Equal((true, false), (real.Result.IsAccepted, real.Result.IsRepeat));
            Assert.Equal(trial, real);
            Assert.Equal(real.Result.Version, (await _world.EventsOf(id.Stream)).Count);
        }
    }

    [Fact]
    public async Task A_trial_is_refused_as_the_report_would_be()
    {
        var id = await Arrived();
        var grain = _world.Sponsorship(id);
        var version = (await grain.Get())!.Version;
        foreach (var (code, change, ifMatch) in new[]
        {
            (RejectionCode.EmployerNotNamed, Pay(1, 1, 1, "stranger"), (long?)null),
            (RejectionCode.DateInFuture, Pay(9, 1, 1, "orchard"), null),
            (RejectionCode.VersionMismatch, Pay(1, 310_000), version - 1),
        })
        {
            var (trial, real) = (await grain.ChangeEarnings(Command(ifMatch: ifMatch), change, isTrial: true),
                await grain.ChangeEarnings(Command(ifMatch: ifMatch), change));
            Refused(code, trial.Result);
            Assert.Equal(real, trial);
            Assert.Null(trial.Answer);
        }

        Assert.Equal(version, (await grain.Get())!.Version);
        Assert.NotNull((await grain.ChangeEarnings(Command(ifMatch: version), Pay(1, 310_000), isTrial: true)).Answer);
    }

    [Fact]
    public async Task What_is_to_pay_is_what_all_answers_of_a_month_come_to()
    {
        var id = await Arrived();
        var grain = _world.Sponsorship(id);
        Assert.Null(await _world.Sponsorship(await _world.Propose(id.City)).EarningsToPay(1, 1, "orchard"));
        var nothing = (await grain.EarningsToPay(1, 1, "orchard"))!;
        Assert.Equal((null, Money.Zero(Nzd)), (nothing.Earned, nothing.Answer.Withhold));
        var told = 0L;
        foreach (var minor in new[] { 310_000, 290_000, 330_000 })
        {
            var answer = (await grain.ChangeEarnings(Command(), Pay(1, minor))).Answer!;
            told += answer.Withhold.Minor - answer.GiveBack.Minor;
        }

        var known = (await grain.EarningsToPay(1, 1, "orchard"))!;
        Assert.Equal((new Money(330_000, Nzd), new Money(told, Nzd)), (known.Earned, known.Answer.Withhold));
    }

    private async Task<SponsorshipId> Arrived()
    {
        var id = await _world.Arrive(await _world.OpenCity(5), new(2025, 1, 10));
        await _world.Name(id, "orchard");
        return id;
    }

    private async Task<(SponsorshipId First, SponsorshipId Second)> Changed()
    {
        var city = await _world.OpenCity(5);
        var migrant = await _world.AddMigrant(city.Nation);
        var first = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(first);
        Accepted("arrived", await _world.Sponsorship(first).Arrive(Command(), new(2026, 1, 10)));
        Accepted("ended", await _world.Sponsorship(first).End(Command(), Party.Migrant, EndReason.Completed, new(2026, 1, 31)));
        var second = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(second);
        Accepted("arrived", await _world.Sponsorship(second).Arrive(Command(), new(2026, 2, 1)));
        foreach (var id in new[] { first, second }) await _world.Name(id, "orchard");
        return (first, second);
    }

    private async Task<(long First, long Second)> Taken(SponsorshipId first, SponsorshipId second) =>
        ((await _world.Sponsorship(first).Statement())!.Totals!.Share.Minor,
            (await _world.Sponsorship(second).Statement())!.Totals!.Share.Minor);

    private static EarningsChange Pay(int month, long minor, string employer = "orchard") => Pay(1, month, minor, employer);

    private static EarningsChange Pay(int year, int month, long minor, string employer = "orchard") => new()
    {
        Year = year, Month = month, Employer = employer, Report = new(year, month, employer, new(minor, Nzd)),
    };
}
