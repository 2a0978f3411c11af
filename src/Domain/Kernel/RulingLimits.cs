namespace VipOrleans.Domain.Kernel;


/// <summary>How much time there is. The limits are published.</summary>
public static class RulingLimits
{
    /// <summary>Days to reply, from the notice. To a refusal the city's policy says how many.</summary>
    public const int ReplyDays = 14;

    /// <summary>Days until the proposal is decided, from the last day to reply. After them it has expired.</summary>
    public const int DecideDays = 14;

    /// <summary>Days to appeal, from the decision.</summary>
    public const int AppealDays = 28;

    /// <summary>Days until the appeal is decided, from the appeal. After them it is shown as overdue.</summary>
    public const int AppealDecideDays = 42;

    /// <summary>Most texts of one ruling.</summary>
    public const int MaxTexts = 100;

    /// <summary>
    /// True where a failed check acts before it is decided: one of the home or of the host's past protects a person who will live there,
    /// and so does any where somebody's safety is the reason. A failed check of identity or insurance waits.
    /// </summary>
    public static bool ActsAtOnce(CheckKind check, RefusalReason reason) =>
        check is CheckKind.Background or CheckKind.AccommodationExists or CheckKind.AccommodationSuitable
            || reason == RefusalReason.SafeguardingConcern;
}
