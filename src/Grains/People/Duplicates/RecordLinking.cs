namespace VipOrleans.Grains.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;

/// <summary>The grain of a record that may be linked to others of the same person.</summary>
internal interface IRecordGrain<TId> where TId : struct, IId<TId>, IEquatable<TId>
{
    /// <summary>What the person is, in the words of a refusal: host or migrant.</summary>
    string Word { get; }

    /// <summary>How many durable events the record has.</summary>
    long Version { get; }

    /// <summary>The sponsorship that it is in; null for none.</summary>
    SponsorshipId? Live { get; }

    /// <summary>How it stands to the other records.</summary>
    RecordLinks<TId> Linked { get; }

    /// <summary>Carries a command of this record out.</summary>
    Task<CommandResult> Execute(RecordLinkCommand<TId> command);

    /// <summary>Asks the principal whether this record may be taken.</summary>
    Task<CommandResult> Claim(TId principal, SponsorshipId sponsorship);

    /// <summary>Reports to the principal what this record holds or asks for.</summary>
    Task<CommandResult> Note(TId principal, SponsorshipId? held);
}

/// <summary>
/// What a record's grain does because of its principal, the same for hosts and migrants. Calls run one way, from a record to its principal,
/// which is under nobody.
/// </summary>
internal static class RecordLinking
{
    /// <summary>The outcome of a claim for which the principal is to be asked first.</summary>
    public const string Asking = "asking";

    /// <summary>
    /// Asks the principal for a claim, and decides it by the answer. The claim is durable here before the principal hears of it, so whoever
    /// takes this up again, or undoes it, finds it.
    /// </summary>
    public static async Task<CommandResult> AskPrincipal<TId>(this IRecordGrain<TId> grain, CommandResult asked, SponsorshipId sponsorship)
        where TId : struct, IId<TId>, IEquatable<TId>
    {
        while (grain.Linked is { Asking: { } asking } linked && asking == sponsorship)
        {
            RejectionCode? refused = null;
            if (linked.Principal is { } principal)
            {
                refused = (await grain.Claim(principal, sponsorship)).Rejected;
                // No answer of the rules, or one to an older state: whoever wants it asks again.
                if (refused is RejectionCode.StoreUnavailable or RejectionCode.Busy or RejectionCode.VersionMismatch
                    or RejectionCode.RecordsNotLinked)
                {
                    return CommandResult.Refuse(RejectionCode.Busy,
                        $"The principal record of the same {grain.Word} could not be asked; try again in a moment.", grain.Version);
                }
            }

            var decided = await grain.Execute(new RecordLinkCommand<TId>.Answer(sponsorship, linked.Principal, refused));
            if (!decided.IsAccepted) return decided;
        }

        if (await grain.Report(asked) is { IsAccepted: false } unreported) return unreported;
        // As the first time, also when it was taken and freed since.
        return grain.Linked.Refused is { } no && no.Sponsorship == sponsorship
            ? CommandResult.Refuse(no.Code, $"The {grain.Word}, or another record of the same {grain.Word}, is not free for it.",
                grain.Version)
            : asked with { Outcome = "taken" };
    }

    /// <summary>
    /// Reports to the principal what the record holds, before the caller is answered: so the caller's own retries make sure of it, and no
    /// clock has to.
    /// </summary>
    public static async Task<CommandResult> Report<TId>(this IRecordGrain<TId> grain, CommandResult result)
        where TId : struct, IId<TId>, IEquatable<TId>
    {
        if (!result.IsAccepted || grain.Linked.Principal is not { } principal) return result;
        var noted = await grain.Note(principal, grain.Live ?? grain.Linked.Asking);
        return noted.IsAccepted
            ? result : CommandResult.Refuse(RejectionCode.Busy,
                $"The principal record of the same {grain.Word} could not be reached; try again in a moment.", grain.Version);
    }
}
