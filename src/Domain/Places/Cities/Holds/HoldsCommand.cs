namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;

public abstract partial record CityCommand
{
    /// <summary>What a sponsorship asks of a city's places.</summary>
    public abstract record HoldsCommand : CityCommand
    {
        private protected HoldsCommand() { }
    }

    /// <summary>
    /// Asks for a place: it is held at once (<c>held</c>) or the sponsorship waits in line, or for the draw of an opening (<c>waiting</c>).
    /// </summary>
    /// <param name="Sponsorship">Who asks.</param>
    /// <param name="Migrant">The sponsorship's migrant: a place that is kept for them is taken over, past the line and through a
    /// pause.</param>
    public sealed record HoldPlace(SponsorshipId Sponsorship, MigrantId? Migrant = null) : HoldsCommand;

    /// <summary>Turns a hold into a place in use.</summary>
    public sealed record ConfirmPlace(SponsorshipId Sponsorship) : HoldsCommand;

    /// <summary>Gives a place back, held or in use, or leaves the line or the list of an opening. The first in line gets it.</summary>
    /// <param name="Sponsorship">Whose place.</param>
    /// <param name="HoldCommand">The id of the command that asked for the place: if it has not come yet, it comes to nothing.</param>
    /// <param name="HasArrived">True if the migrant had arrived: a place that was taken over is given back for good, and is not the
    /// migrant's kept place again.</param>
    public sealed record ReleasePlace(SponsorshipId Sponsorship, string HoldCommand, bool HasArrived = false) : HoldsCommand;

    /// <summary>Ends a hold whose time is over. The first in line gets the place.</summary>
    public sealed record ExpirePlace(SponsorshipId Sponsorship) : HoldsCommand;

    /// <summary>What becomes of a place that a migrant keeps between two hosts.</summary>
    public abstract record GraceCommand : CityCommand
    {
        private protected GraceCommand() { }
    }

    /// <summary>Keeps the place of a sponsorship that is over for its migrant, who is between two hosts.</summary>
    public sealed record KeepPlace(PlaceToKeep Place) : GraceCommand;

    /// <summary>Lets a migrant keep the place longer.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Days">How many days longer, 1 to 730: from the end of the grace period, or from now if it is over.</param>
    public sealed record ExtendGrace(MigrantId Migrant, int Days) : GraceCommand;

    /// <summary>
    /// An officer proposes to end the status of a migrant whose grace period is over. The place is kept until the ruling on that is final.
    /// </summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Reasons">The coded reasons, 1 to 5.</param>
    /// <param name="Ruling">The ruling on it.</param>
    /// <param name="Text">The reasons in words, which are in the vault; null for none.</param>
    public sealed record EndStatus(MigrantId Migrant, IReadOnlyList<StatusEndReason> Reasons, RulingId Ruling, CaseText? Text = null)
        : GraceCommand;

    /// <summary>Takes the effect of the ruling on the end of a status: if it stands, the place is free again.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Ruling">The ruling.</param>
    /// <param name="Effect">What becomes of the end.</param>
    public sealed record RuleOnStatusEnd(MigrantId Migrant, RulingId Ruling, RulingEffect Effect) : GraceCommand;

    /// <summary>The migrant gives a kept place up, by word or by having arrived elsewhere.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="From">Only the place that was kept from this sponsorship; null for whichever it is.</param>
    public sealed record GiveUpPlace(MigrantId Migrant, SponsorshipId? From) : GraceCommand;
}

/// <summary>The place of a sponsorship that is over.</summary>
/// <param name="Sponsorship">Whose place.</param>
/// <param name="Migrant">Its migrant.</param>
/// <param name="GraceDays">How long it is kept, in days.</param>
/// <param name="HasArrived">False if the migrant never arrived: a place that was taken over is then kept no longer than before.</param>
[GenerateSerializer, Immutable, Alias("vip.place-to-keep")]
public sealed record PlaceToKeep(SponsorshipId Sponsorship, MigrantId Migrant, int GraceDays, bool HasArrived);
