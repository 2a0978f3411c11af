namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;

/// <summary>A record as the rules of links see it.</summary>
internal interface IRecordOfPerson<TId> where TId : struct, IId<TId>, IEquatable<TId>
{
    /// <summary>The record's id; null before it was registered.</summary>
    TId? Id { get; }

    /// <summary>The sponsorship that it is in; null for none.</summary>
    SponsorshipId? Live { get; }

    /// <summary>How it stands to other records of the same person.</summary>
    RecordLinks<TId> Linked { get; }

    /// <summary>What the person is.</summary>
    Party Side { get; }

    /// <summary>Why it cannot be linked now, apart from its links; null if it can.</summary>
    Rejection? ProblemOfLinking { get; }

    /// <summary>Why no record of the person may enter a sponsorship while this is the principal; null if they may.</summary>
    Rejection? ProblemAsPrincipal { get; }

    /// <summary>Why it may not enter a sponsorship, apart from those that the person is in; null if it may.</summary>
    Rejection? ProblemOfEntering(SponsorshipId sponsorship);
}

/// <summary>
/// One person, one live sponsorship, whichever record it names: what a record decides because there may be others. The same for hosts and
/// for migrants.
/// </summary>
internal static class RecordLinkRules<TId> where TId : struct, IId<TId>, IEquatable<TId>
{
    public static Decision<RecordLinkEvent<TId>> Decide(IRecordOfPerson<TId> self, RecordLinkCommand<TId> command) => command switch
    {
        RecordLinkCommand<TId>.Admit c => Admit(self, c),
        RecordLinkCommand<TId>.Release c => Accept("released", new RecordLinkEvent<TId>.Released(c.Record)).Voiding(c.AdmitCommand),
        RecordLinkCommand<TId>.Note c => self.Linked.Find(c.Record) is { } known && c.Version > known.Version
            ? Accept("noted", new RecordLinkEvent<TId>.Noted(c.Record, c.Version, c.Held)) : Accept("known"),
        RecordLinkCommand<TId>.Claim c => Claim(self, c),
        RecordLinkCommand<TId>.Attach c => Attach(self, c.Principal),
        RecordLinkCommand<TId>.Detach c => Accept("detached", new RecordLinkEvent<TId>.Detached(c.Principal)).Voiding(c.AttachCommand),
        RecordLinkCommand<TId>.Answer c => Answer(self, c),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The links do not know this command."),
    };

    /// <summary>A sponsorship wants the record: it is taken, or its principal is asked first.</summary>
    public static Decision<RecordLinkEvent<TId>> Take(IRecordOfPerson<TId> self, SponsorshipId sponsorship)
    {
        if (self.Live == sponsorship) return Accept("taken");
        if (self.Linked.Asking == sponsorship) return Accept("asking");
        if (IsHeldBesides(self, sponsorship)) return new Rejection(Busy(self), $"The {Word(self)} is in another live sponsorship.");
        if (self.ProblemOfEntering(sponsorship) is { } problem) return problem;
        return self.Linked.Principal is null
            ? Accept("taken", new RecordLinkEvent<TId>.Taken(sponsorship))
            : Accept("asking", new RecordLinkEvent<TId>.ClaimAsked(sponsorship));
    }

    /// <summary>
    /// A sponsorship gives up a record that it does not have: if it is being asked for, or will be, that comes to nothing.
    /// </summary>
    public static Decision<RecordLinkEvent<TId>> GiveUp(SponsorshipId sponsorship, string takeCommand) =>
        Accept("freed", new RecordLinkEvent<TId>.ClaimVoided(sponsorship)).Voiding(takeCommand);

    private static Decision<RecordLinkEvent<TId>> Accept(string outcome, params IReadOnlyList<RecordLinkEvent<TId>> events) =>
        Decision<RecordLinkEvent<TId>>.Accept(outcome, events);

    private static Rejection? Itself(IRecordOfPerson<TId> self, TId other) =>
        self.Id!.Value.Equals(other) ? new(RejectionCode.InvalidInput, "A record is not linked to itself.") : null;

    private static Decision<RecordLinkEvent<TId>> Admit(IRecordOfPerson<TId> self, RecordLinkCommand<TId>.Admit c)
    {
        if (self.Linked.Find(c.Record) is not null) return Accept("admitted");
        if ((self.ProblemOfLinking ?? Itself(self, c.Record)) is { } problem) return problem;
        if (self.Linked.Principal is not null)
        {
            return new Rejection(RejectionCode.RecordLinked,
                "This record is linked to another one. Link to that one, or unlink first.");
        }

        return self.Linked.Records.Count < RecordLinks<TId>.MaxRecords
            ? Accept("admitted", new RecordLinkEvent<TId>.Admitted(c.Record, c.Since))
            : new Rejection(RejectionCode.RecordLinked, $"At most {RecordLinks<TId>.MaxRecords} records are linked to one.");
    }

    private static Decision<RecordLinkEvent<TId>> Attach(IRecordOfPerson<TId> self, TId principal)
    {
        if (self.Linked.Principal is { } now && now.Equals(principal)) return Accept("attached");
        if ((self.ProblemOfLinking ?? Itself(self, principal)) is { } problem) return problem;
        if (self.Linked.Principal is not null)
        {
            return new Rejection(RejectionCode.RecordLinked, "The record is linked to another one. Unlink it there first.");
        }

        if (!self.Linked.Records.IsEmpty)
        {
            return new Rejection(RejectionCode.RecordLinked,
                "Other records are linked to this one. Link the other way round, or unlink them first.");
        }

        return self.Linked.Asking is null
            ? Accept("attached", new RecordLinkEvent<TId>.Attached(principal))
            : new Rejection(RejectionCode.Busy, "The record is just being asked for a sponsorship; try again in a moment.");
    }

    // Decided by what all other records hold. What this record itself is noted with is no permission: a note may have come before the
    // claim.
    private static Decision<RecordLinkEvent<TId>> Claim(IRecordOfPerson<TId> self, RecordLinkCommand<TId>.Claim c)
    {
        if (self.Linked.Find(c.Record) is not { } known)
        {
            return new Rejection(RejectionCode.RecordsNotLinked, "The record is not linked to this one.");
        }

        // What came of an older question than is known here has overtaken it.
        if (c.Version < known.Version)
        {
            return new Rejection(RejectionCode.VersionMismatch, "What the record asked for has been decided since.");
        }

        if (IsHeldBesides(self, c.Sponsorship, c.Record))
        {
            return new Rejection(Busy(self), $"Another record of the same {Word(self)} is in a live sponsorship.");
        }

        if (self.ProblemAsPrincipal is { } problem) return problem;
        return known.Version == c.Version && known.Claim == c.Sponsorship
            ? Accept("claimed")
            : Accept("claimed", new RecordLinkEvent<TId>.Noted(c.Record, c.Version, c.Sponsorship));
    }

    private static Decision<RecordLinkEvent<TId>> Answer(IRecordOfPerson<TId> self, RecordLinkCommand<TId>.Answer c)
    {
        if (self.Linked.Asking != c.Sponsorship) return Accept("known");
        // Of another principal than now, or of none: it has to be asked again.
        if (!Nullable.Equals(self.Linked.Principal, c.Principal)) return Accept("asking");
        var refused = c.Refused ?? (IsHeldBesides(self, c.Sponsorship) ? Busy(self) : self.ProblemOfEntering(c.Sponsorship)?.Code);
        return refused is { } code
            ? Accept("refused", new RecordLinkEvent<TId>.ClaimRefused(c.Sponsorship, code))
            : Accept("taken", new RecordLinkEvent<TId>.Taken(c.Sponsorship));
    }

    private static bool IsHeldBesides(IRecordOfPerson<TId> self, SponsorshipId sponsorship, TId? besides = null) =>
        (self.Live is { } live && live != sponsorship) || (self.Linked.Asking is { } asking && asking != sponsorship)
            || self.Linked.IsHeldBesides(sponsorship, besides);

    private static RejectionCode Busy(IRecordOfPerson<TId> self) =>
        self.Side == Party.Host ? RejectionCode.HostBusy : RejectionCode.MigrantBusy;

    private static string Word(IRecordOfPerson<TId> self) => Codes<Party>.Text(self.Side);
}
