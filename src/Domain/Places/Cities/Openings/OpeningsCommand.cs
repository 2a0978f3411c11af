namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;

public abstract partial record CityCommand
{
    /// <summary>What an opening asks of its city.</summary>
    public abstract record OpeningsCommand : CityCommand
    {
        private protected OpeningsCommand() { }
    }

    /// <summary>Registers whoever asks for a place within a window, for an opening. One opening at a time.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="From">From when on.</param>
    /// <param name="Until">Until when, not included.</param>
    public sealed record OpenRegistration(OpeningId Opening, DateTimeOffset From, DateTimeOffset Until) : OpeningsCommand;

    /// <summary>Closes the registration: who is in it now is the list.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="CalledOff">True if it ends before its time.</param>
    public sealed record CloseRegistration(OpeningId Opening, bool CalledOff) : OpeningsCommand;

    /// <summary>Gives tickets in the drawn order, and serves whom they come to.</summary>
    /// <param name="Opening">The opening.</param>
    /// <param name="From">How many were drawn before these.</param>
    /// <param name="Sponsorships">The next ones in the drawn order, 1 to <see cref="CityDecider.MaxDrawnAtOnce"/>.</param>
    public sealed record DrawTickets(OpeningId Opening, int From, IReadOnlyList<SponsorshipId> Sponsorships) : OpeningsCommand;
}
