namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;

/// <summary>What an opening does by itself, as a pure function of its own journal. Every step may be repeated.</summary>
public static class OpeningSaga
{
    /// <summary>What is to be done now.</summary>
    public static OpeningStep Next(Opening opening, DateTimeOffset now) => opening switch
    {
        { Id: null } or { Status: OpeningStatus.Drawn or OpeningStatus.Refused } => OpeningStep.None,
        { Status: OpeningStatus.Announced } => OpeningStep.TellCity,
        { Status: OpeningStatus.Open } => opening.IsCalledOff || now >= opening.Terms!.Until ? OpeningStep.Close : OpeningStep.Wait,
        { Secret: null } => opening.Listed < opening.Entries ? OpeningStep.List : OpeningStep.Reveal,
        _ => OpeningStep.Draw,
    };

    /// <summary>The id under which a step is asked of the city: always the same, so that it is carried out once.</summary>
    /// <param name="opening">The opening.</param>
    /// <param name="step">The step.</param>
    /// <param name="from">Where a piece of the draw begins.</param>
    public static string CommandId(OpeningId opening, OpeningStep step, int from = 0) =>
        $"{opening}:{Codes<OpeningStep>.Text(step)}:{from}";
}

/// <summary>A step of an opening.</summary>
public enum OpeningStep
{
    /// <summary>Nothing is left to do.</summary>
    None,

    /// <summary>The window is not over.</summary>
    Wait,

    /// <summary>Have the city register for it.</summary>
    TellCity,

    /// <summary>Have the city close the list.</summary>
    Close,

    /// <summary>Publish the list.</summary>
    List,

    /// <summary>Reveal the secret.</summary>
    Reveal,

    /// <summary>Have the city give the tickets in the drawn order.</summary>
    Draw,
}
