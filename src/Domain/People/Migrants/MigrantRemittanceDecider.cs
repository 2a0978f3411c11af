namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.People.MigrantEvent>;

/// <summary>What the migrant sends home, to whom, and from which account.</summary>
internal static class MigrantRemittanceDecider
{
    private static readonly Rejection Gone = new(RejectionCode.MigrantNotFound, "The migrant's registration was erased.");

    public static Decision<MigrantEvent> Decide(Migrant migrant, MigrantRemittanceCommand command, string actor)
    {
        if (migrant.Erased) return Gone;
        return command switch
        {
            NameBeneficiary c => Name(migrant, c.Beneficiary),
            RemoveBeneficiary c => Remove(migrant, c.Beneficiary),
            ProvideOwnAccount c => Provide(migrant, c.Account),
            SetRemittancePlan c => SetPlan(migrant, c),
            ProvideMigrantEstatePayee c => ProvideEstate(migrant, new(c.Payee, c.Document, actor)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Remittances know no such command."),
        };
    }

    public static Migrant Evolve(Migrant migrant, MigrantRemittanceEvent e) => e switch
    {
        BeneficiaryNamed x => migrant with { Beneficiaries = migrant.Beneficiaries.Add(x.Beneficiary) },
        BeneficiaryRemoved x => migrant with { Beneficiaries = migrant.Beneficiaries.Remove(x.Beneficiary) },
        RemittancePlanSet x => migrant with { RemittancePlan = x.Plan },
        MigrantEstatePayeeProvided x => migrant with { Estate = new(x.Payee, x.Document, x.By) },
        OwnAccountProvided x => migrant with { OwnAccount = x.Account },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "Remittances know no such event."),
    };

    private static Decision<MigrantEvent> Name(Migrant migrant, BeneficiaryId beneficiary)
    {
        if (migrant.Beneficiaries.Contains(beneficiary)) return Accept("named");
        return migrant.Beneficiaries.Count < RemittancePlan.MaxBeneficiaries
            ? Accept("named", new BeneficiaryNamed(beneficiary))
            : Reject(RejectionCode.InvalidInput,
                $"A migrant has at most {RemittancePlan.MaxBeneficiaries} beneficiaries; remove one first.");
    }

    private static Decision<MigrantEvent> Remove(Migrant migrant, BeneficiaryId beneficiary)
    {
        if (!migrant.Beneficiaries.Contains(beneficiary))
        {
            return Reject(RejectionCode.BeneficiaryNotFound, "The migrant has no such beneficiary, or has removed them.");
        }

        return migrant.RemittancePlan.Any(i => i.Beneficiary == beneficiary)
            ? Reject(RejectionCode.BeneficiaryInPlan, "The plan sends money to this beneficiary; change the plan first.")
            : Accept("removed", new BeneficiaryRemoved(beneficiary));
    }

    private static Decision<MigrantEvent> Provide(Migrant migrant, string account) =>
        migrant.OwnAccount == account ? Accept("provided") : Accept("provided", new OwnAccountProvided(account));

    private static Decision<MigrantEvent> ProvideEstate(Migrant migrant, EstatePayee estate)
    {
        if (TextForms.Reference.Problem(estate.Document) is { } unlike) return Reject(RejectionCode.InvalidInput, unlike);
        return migrant.Estate is { } known && (known.Payee, known.Document) == (estate.Payee, estate.Document)
            ? Accept("provided")
            : Accept("provided", new MigrantEstatePayeeProvided(estate.Payee, estate.Document, estate.By));
    }

    private static Decision<MigrantEvent> SetPlan(Migrant migrant, SetRemittancePlan c)
    {
        if (RemittancePlan.Invalid(c.Plan) is { } problem) return Reject(RejectionCode.InvalidInput, problem);
        foreach (var (i, instruction) in c.Plan.Index())
        {
            if (Problem(migrant, instruction, c) is { } refused) return refused with { Detail = $"Instruction {i + 1}: {refused.Detail}" };
        }

        var outcome = c.Plan.Count == 0 ? "cleared" : "set";
        return migrant.RemittancePlan.SequenceEqual(c.Plan) ? Accept(outcome) : Accept(outcome, new RemittancePlanSet(c.Plan));
    }

    private static Rejection? Problem(Migrant migrant, RemittanceInstruction instruction, SetRemittancePlan c)
    {
        if (!migrant.Beneficiaries.Contains(instruction.Beneficiary)
            || !c.Currencies.TryGetValue(instruction.Beneficiary, out var currency))
        {
            return new(RejectionCode.BeneficiaryNotFound, "the migrant has no such beneficiary.");
        }

        if (c.Offers.FirstOrDefault(o => o.Id == instruction.Offer) is not { } offer)
        {
            return new(RejectionCode.RemittanceOfferNotFound, "the nation has no such offer; read its offers and name one of them.");
        }

        if (offer.To != currency)
        {
            return new(RejectionCode.CurrencyMismatch,
                $"the offer {offer.Id} sends {offer.To}, and the beneficiary's account is in another currency.");
        }

        return instruction.Amount is { } amount && amount.Currency != offer.From
            ? new(RejectionCode.CurrencyMismatch, $"the offer {offer.Id} is from {offer.From}, and so is the amount.") : null;
    }
}
