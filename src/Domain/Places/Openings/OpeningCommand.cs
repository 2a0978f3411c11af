namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;

/// <summary>What an opening can be asked.</summary>
public abstract record OpeningCommand
{
    private OpeningCommand() { }

    /// <summary>Announces the opening.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="Terms">When, and on what ground; it begins at once if no beginning is named.</param>
    /// <param name="Commitment">The SHA-256 of the secret.</param>
    public sealed record AnnounceOpening(OpeningId Opening, OpeningTerms Terms, string Commitment) : OpeningCommand;

    /// <summary>Notes that the city registers for it.</summary>
    public sealed record NoteOpeningTaken : OpeningCommand;

    /// <summary>Notes that the city did not take it up.</summary>
    public sealed record NoteOpeningRefused : OpeningCommand;

    /// <summary>Ends the registration before its time. Whoever is in it is drawn all the same.</summary>
    public sealed record CallOffOpening : OpeningCommand;

    /// <summary>Notes that the city has closed the list.</summary>
    /// <param name="Entries">How many are in it.</param>
    public sealed record CloseOpening(int Entries) : OpeningCommand;

    /// <summary>Publishes a piece of the list.</summary>
    /// <param name="From">How many stand before the piece.</param>
    /// <param name="Marks">The marks, in the order of registration.</param>
    public sealed record ListOpening(int From, IReadOnlyList<string> Marks) : OpeningCommand;

    /// <summary>Reveals the secret, once the whole list is published.</summary>
    /// <param name="Secret">The secret, whose SHA-256 was published.</param>
    /// <param name="Seed">The seed of the order by lot.</param>
    public sealed record RevealOpening(string Secret, string Seed) : OpeningCommand;

    /// <summary>Notes that everybody in the list has been drawn.</summary>
    public sealed record NoteOpeningDrawn : OpeningCommand;
}
