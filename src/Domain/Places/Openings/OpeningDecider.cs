namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.OpeningCommand;
using static VipOrleans.Domain.Places.OpeningEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.OpeningEvent>;

/// <summary>The rules of an opening.</summary>
public sealed class OpeningDecider : IDecider<Opening, OpeningCommand, OpeningEvent>
{
    private OpeningDecider() { }

    /// <inheritdoc/>
    public static Opening Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Opening, OpeningEvent> Aggregate { get; } =
        new("opening-1", PlacesJson.Default.OpeningEvent, PlacesJson.Default.Opening);

    /// <inheritdoc/>
    public static Decision<OpeningEvent> Decide(Opening opening, OpeningCommand command, Moment moment)
    {
        if (command is AnnounceOpening announce) return Announce(opening, announce, moment.Time);
        if (opening.Id is null) return Reject(RejectionCode.OpeningNotFound, "There is no such opening.");
        return command switch
        {
            NoteOpeningTaken =>
                opening.Status == OpeningStatus.Announced ? Accept("open", new OpeningTaken()) : opening.Status == OpeningStatus.Refused
                    ? Wrong(opening) : Accept("open"),
            NoteOpeningRefused =>
                opening.Status == OpeningStatus.Announced
                    ? Accept("refused", new OpeningRefused()) : opening.Status == OpeningStatus.Refused
                    ? Accept("refused") : Wrong(opening),
            CallOffOpening => CallOff(opening, moment.Time),
            CloseOpening c => Close(opening, c.Entries, moment.Time),
            ListOpening c => List(opening, c),
            RevealOpening c => Reveal(opening, c),
            NoteOpeningDrawn => opening switch
            {
                { Status: OpeningStatus.Drawn } => Accept("drawn"),
                { Status: OpeningStatus.Closed, Secret: not null } => Accept("drawn", new OpeningDrawn()),
                _ => Wrong(opening),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The opening does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Opening Evolve(Opening opening, OpeningEvent e) => e switch
    {
        OpeningAnnounced x => opening with { Id = x.Opening, Terms = x.Terms, Commitment = x.Commitment, AnnouncedAt = x.At },
        OpeningTaken => opening with { Status = OpeningStatus.Open },
        OpeningRefused => opening with { Status = OpeningStatus.Refused },
        OpeningCalledOff => opening with { IsCalledOff = true },
        OpeningClosed x => opening with { Status = OpeningStatus.Closed, Entries = x.Entries, ClosedAt = x.At },
        OpeningListed x => opening with { Listed = opening.Listed + x.Marks.Count },
        OpeningRevealed x => opening with { Secret = x.Secret, Seed = x.Seed },
        OpeningDrawn => opening with { Status = OpeningStatus.Drawn },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The opening does not know this event."),
    };

    private static Decision<OpeningEvent> Announce(Opening opening, AnnounceOpening c, DateTimeOffset now)
    {
        if (opening.Id is not null) return Reject(RejectionCode.AlreadyExists, "The opening is announced already.");
        var terms = c.Terms.From == default ? c.Terms with { From = now } : c.Terms;
        if (terms.LegalBasis.Length is 0 or > 200)
        {
            return Reject(RejectionCode.InvalidInput, "An opening names its legal basis in 1 to 200 characters.");
        }

        if (terms.From < now) return Reject(RejectionCode.DateInPast, "The window begins in the past.");
        if (terms.From - now > OpeningTerms.Ahead)
        {
            return Reject(RejectionCode.InvalidInput, "An opening is announced 366 days ahead at most.");
        }

        return terms.Until - terms.From < OpeningTerms.Shortest || terms.Until - terms.From > OpeningTerms.Longest
            ? Reject(RejectionCode.InvalidInput, "The window is open for one second to 90 days.")
            : Accept("announced", new OpeningAnnounced(c.Opening, terms, c.Commitment, now));
    }

    private static Decision<OpeningEvent> CallOff(Opening opening, DateTimeOffset now)
    {
        if (opening.IsCalledOff) return Accept("called-off");
        // Not once the list is final: whoever could know the order then must not be who has another one made.
        return opening.Status is OpeningStatus.Announced or OpeningStatus.Open && now < opening.Terms!.Until
            ? Accept("called-off", new OpeningCalledOff())
            : Reject(RejectionCode.OpeningWrongState, "An opening can be called off until its window is over, not later.");
    }

    private static Decision<OpeningEvent> Close(Opening opening, int entries, DateTimeOffset now)
    {
        if (opening.Status is OpeningStatus.Closed or OpeningStatus.Drawn) return Accept("closed");
        return opening.Status == OpeningStatus.Open && entries >= 0
            ? Accept("closed", new OpeningClosed(entries, now)) : Wrong(opening);
    }

    private static Decision<OpeningEvent> List(Opening opening, ListOpening c) =>
        opening is { Status: OpeningStatus.Closed, Secret: null } && opening.Listed == c.From
            && c.Marks.Count is > 0 and <= Opening.PerEvent && c.From + c.Marks.Count <= opening.Entries
            ? Accept("listed", new OpeningListed(c.Marks))
            : Wrong(opening);

    private static Decision<OpeningEvent> Reveal(Opening opening, RevealOpening c)
    {
        if (opening is not { Status: OpeningStatus.Closed, Secret: null } || opening.Listed != opening.Entries) return Wrong(opening);
        // Whoever published a hash shows what it was of, and nothing else.
        return PublishedOrder.CommitmentTo(c.Secret) == opening.Commitment
            ? Accept("revealed", new OpeningRevealed(c.Secret, c.Seed))
            : Reject(RejectionCode.InvalidInput, "The secret is not the one whose hash was published.");
    }

    private static Decision<OpeningEvent> Wrong(Opening opening) =>
        Reject(RejectionCode.OpeningWrongState,
            $"The opening is {Codes<OpeningStatus>.Text(opening.Status)}, and that does not allow this.");
}
