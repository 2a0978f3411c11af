namespace VipOrleans.Domain.People;

using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;

/// <summary>The rules of a migrant.</summary>
public sealed partial class MigrantDecider : IDecider<Migrant, MigrantCommand, MigrantEvent>
{
    // RFC 5646, section 4.4.1: who accepts 35 characters accepts every tag in use.
    private const int MaxTagLength = 35;

    /// <summary>The outcome for a sponsorship that is to continue the live one.</summary>
    public const string TakenAsNext = "next";

    /// <summary>Most verified versions of one migrant's baseline.</summary>
    public const int MaxVersions = 100;

    private MigrantDecider() { }

    /// <inheritdoc/>
    public static Migrant Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Migrant, MigrantEvent> Aggregate { get; } =
        new("migrant-5", PeopleJson.Default.MigrantEvent, PeopleJson.Default.Migrant);

    /// <inheritdoc/>
    public static Decision<MigrantEvent> Decide(Migrant migrant, MigrantCommand command, Moment moment)
    {
        if (command is RegisterMigrant register) return Register(migrant, register);
        if (migrant.Id is null) return Reject(RejectionCode.MigrantNotFound, "There is no such migrant.");
        return command switch
        {
            DeclareBaseline c => Declare(migrant, c),
            VerifyBaseline c => Verify(migrant, c),
            TakeMigrant c => Take(migrant, c),
            FreeMigrant c when migrant.Next == c.Sponsorship => Accept("freed", new MigrantFreed(c.Sponsorship)),
            FreeMigrant c => migrant.Live == c.Sponsorship
                ? Accept("freed", new MigrantFreed(c.Sponsorship, migrant.Next, migrant.Next is not null && c.NextLetsGo))
                : Accept("freed", new MigrantClaimVoided(c.Sponsorship)).Voiding(c.TakeCommand),
            NameBeneficiary c => Name(migrant, c.Beneficiary),
            RemoveBeneficiary c => Remove(migrant, c.Beneficiary),
            ProvideOwnAccount c => Provide(migrant, c.Account),
            SetRemittancePlan c => SetPlan(migrant, c),
            EraseMigrant => Erase(migrant),
            MigrantLinkCommand c => Decide(migrant, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The migrant does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Migrant Evolve(Migrant migrant, MigrantEvent e) => e switch
    {
        MigrantRegistered x => migrant with { Id = x.Migrant, Origin = x.Origin, Languages = x.Languages, Skills = x.Skills },
        BaselineDeclared x => migrant with { Baseline = x.Baseline },
        BaselineVerified x => migrant with { Verified = migrant.Verified.Add(x.Baseline) },
        MigrantTaken x =>
            migrant with
            {
                Live = x.Sponsorship,
                LettingGo = null,
                Links = migrant.Linked.Settle(),
                Sponsorships = migrant.Sponsorships.Remove(x.Sponsorship).Add(x.Sponsorship)
            },
        MigrantNextTaken x =>
            migrant with { Next = x.Sponsorship, Sponsorships = migrant.Sponsorships.Remove(x.Sponsorship).Add(x.Sponsorship) },
        MigrantFreed x when migrant.Next == x.Sponsorship => migrant with { Next = null },
        MigrantFreed x => migrant with { Live = x.Next, Next = null, LettingGo = x.NextLetsGo ? x.Next : null },
        MigrantClaimVoided x => migrant with { Links = migrant.Linked.Void(x.Sponsorship) },
        BeneficiaryNamed x => migrant with { Beneficiaries = migrant.Beneficiaries.Add(x.Beneficiary) },
        BeneficiaryRemoved x => migrant with { Beneficiaries = migrant.Beneficiaries.Remove(x.Beneficiary) },
        RemittancePlanSet x => migrant with { RemittancePlan = x.Plan },
        // The vault has lost whom the plan was for.
        OwnAccountProvided x => migrant with { OwnAccount = x.Account },
        MigrantErased => migrant with { Erased = true, Beneficiaries = [], RemittancePlan = [], OwnAccount = null },
        MigrantLinkEvent x => Evolve(migrant, x),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The migrant does not know this event."),
    };

    private static Decision<MigrantEvent> Register(Migrant migrant, RegisterMigrant c)
    {
        if (migrant.Id is not null) return Reject(RejectionCode.AlreadyExists, "This migrant is registered already.");
        if (c.Origin.Length != 2 || !c.Origin.All(char.IsAsciiLetterUpper))
        {
            return Reject(RejectionCode.InvalidInput, "An origin is a country code of two upper-case letters (ISO 3166-1), such as 'NP'.");
        }

        if (c.Languages.Count > 20 || c.Languages.Distinct().Count() != c.Languages.Count
            || !c.Languages.All(l => l.Length <= MaxTagLength && LanguageTag().IsMatch(l)))
        {
            return Reject(RejectionCode.InvalidInput, "Languages are at most 20 different BCP 47 tags, such as 'ne-NP'.");
        }

        return c.Skills.Count > 50 || c.Skills.Distinct().Count() != c.Skills.Count
            || !c.Skills.All(s => s.Length is >= 1 and <= 60 && !s.Any(char.IsControl))
            ? Reject(RejectionCode.InvalidInput, "Skills are at most 50 different words of 1 to 60 characters.")
            : Accept("registered", new MigrantRegistered(c.Migrant, c.Origin, c.Languages, c.Skills));
    }

    private static Decision<MigrantEvent> Declare(Migrant migrant, DeclareBaseline c)
    {
        if (Problem(c.Baseline.Yearly) is { } problem) return problem;
        if (c.Baseline.On > c.Today)
        {
            return Reject(RejectionCode.DateInFuture, $"The evidence is of {c.Baseline.On:yyyy-MM-dd}, and today is {c.Today:yyyy-MM-dd}.");
        }

        return migrant.Erased
            ? Reject(RejectionCode.MigrantNotFound, "The migrant's registration was erased.")
            : Accept("declared", new BaselineDeclared(c.Baseline));
    }

    private static Decision<MigrantEvent> Verify(Migrant migrant, VerifyBaseline c)
    {
        if (Problem(c.Yearly) is { } problem) return problem;
        if (!IsReference(c.Source))
        {
            return Reject(RejectionCode.InvalidInput,
                "A source is a reference of 1 to 100 ASCII letters, digits and the characters . - _ : | / without blanks, such as "
                    + "'case-file/2025-117'.");
        }

        if (c.On > c.Today)
        {
            return Reject(RejectionCode.DateInFuture, $"The verification is of {c.On:yyyy-MM-dd}, and today is {c.Today:yyyy-MM-dd}.");
        }

        if (migrant.Erased) return Reject(RejectionCode.MigrantNotFound, "The migrant's registration was erased.");
        if (migrant.Baseline is not { } declared)
        {
            return Reject(RejectionCode.BaselineMissing, "The migrant has not declared a baseline that could be verified.");
        }

        var verified = new VerifiedBaseline(migrant.Verified.Count + 1, c.Yearly, c.Method, c.Source, c.On, declared);
        if (migrant.Verified.LastOrDefault() is { } last && last with { Version = verified.Version } == verified) return Accept("verified");
        return migrant.Verified.Count < MaxVersions
            ? Accept("verified", new BaselineVerified(verified))
            : Reject(RejectionCode.InvalidInput, $"A baseline has at most {MaxVersions} versions.");
    }

    private static Rejection? Problem(Money yearly)
    {
        if (yearly.Currency.Code is null) return new(RejectionCode.InvalidInput, "A baseline is an amount with a currency of ISO 4217.");
        if (yearly.IsNegative) return new(RejectionCode.InvalidInput, "A baseline is zero or more.");
        return yearly.Minor > Money.MaxMinor
            ? new(RejectionCode.InvalidInput, $"A baseline is at most {Money.MaxMinor:N0} minor units.") : null;
    }

    // No blanks, so that no name and no sentence finds room in it.
    private static bool IsReference(string text) =>
        text.Length is >= 1 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '|' or '/');

    private static Decision<MigrantEvent> Take(Migrant migrant, TakeMigrant c)
    {
        // One that has arrived after all does not let go.
        if (migrant.Live == c.Sponsorship)
        {
            return migrant.LettingGo == c.Sponsorship ? Accept("taken", new MigrantTaken(c.Sponsorship)) : Accept("taken");
        }

        if (migrant.Next == c.Sponsorship) return Accept(TakenAsNext);
        if (migrant.Linked.Asking == c.Sponsorship) return Accept("asking");
        // The person is held by this record already, so that what continues it asks no other one.
        if (migrant.Live is { } live)
        {
            // What the migrant has left behind must not cost them the next host: it lets go in a moment.
            if (migrant.LettingGo == live)
            {
                return Reject(RejectionCode.Busy,
                    "The migrant is being let go by a sponsorship that was to continue another one; ask again in a moment.");
            }

            return c.Continues == live && migrant.Next is null
                ? Accept(TakenAsNext, new MigrantNextTaken(c.Sponsorship, live))
                : Reject(RejectionCode.MigrantBusy, "The migrant is in another live sponsorship.");
        }

        if (IsHeldBesides(migrant, c.Sponsorship)) return Reject(RejectionCode.MigrantBusy, "The migrant is in another live sponsorship.");
        if (ProblemOfEntering(migrant) is { } problem) return problem;
        return migrant.Linked.Principal is null
            ? Accept("taken", new MigrantTaken(c.Sponsorship)) : Accept("asking", new MigrantClaimAsked(c.Sponsorship));
    }

    private static Rejection? ProblemOfEntering(Migrant migrant) =>
        migrant.Erased ? new(RejectionCode.MigrantNotFound, "The migrant's registration was erased.") : null;

    private static Decision<MigrantEvent> Erase(Migrant migrant)
    {
        if (migrant.Erased) return Accept("erased");
        return migrant.Live is null && migrant.Linked.Asking is null
            ? Accept("erased", new MigrantErased())
            : Reject(RejectionCode.SponsorshipOpen, "The migrant is in a live sponsorship; end it first.");
    }

    // The shape of RFC 5646 langtags as far as people use them: language, script, region, variants.
    [GeneratedRegex("^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
