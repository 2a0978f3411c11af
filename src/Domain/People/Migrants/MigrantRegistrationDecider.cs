namespace VipOrleans.Domain.People;

using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;

/// <summary>Who becomes a migrant of the programme, and how they are erased.</summary>
internal static partial class MigrantRegistrationDecider
{
    // RFC 5646, section 4.4.1: who accepts 35 characters accepts every tag in use.
    private const int MaxTagLength = 35;

    public static Decision<MigrantEvent> Decide(Migrant migrant, MigrantRegistrationCommand command) => command switch
    {
        RegisterMigrant c => Register(migrant, c),
        EraseMigrant => Erase(migrant),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The registration knows no such command."),
    };

    public static Migrant Evolve(Migrant migrant, MigrantRegistrationEvent e) => e switch
    {
        MigrantRegistered x => migrant with { Id = x.Migrant, Origin = x.Origin, Languages = x.Languages, Skills = x.Skills },
        // The vault has lost whom the plan was for.
        MigrantErased => migrant with { Erased = true, Beneficiaries = [], RemittancePlan = [], OwnAccount = null, Estate = null },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The registration knows no such event."),
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

        if (c.Age == AgeGroup.Minor) return MigrantAgeDecider.Alone;
        return c.Skills.Count > 50 || c.Skills.Distinct().Count() != c.Skills.Count
            || !c.Skills.All(s => s.Length is >= 1 and <= 60 && !s.Any(char.IsControl))
            ? Reject(RejectionCode.InvalidInput, "Skills are at most 50 different words of 1 to 60 characters.")
            : Accept("registered", new MigrantRegistered(c.Migrant, c.Origin, c.Languages, c.Skills));
    }

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
