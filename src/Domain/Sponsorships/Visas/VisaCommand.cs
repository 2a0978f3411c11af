namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;

/// <summary>What a migrant's file of visas can be asked.</summary>
public abstract record VisaCommand
{
    private VisaCommand() { }

    /// <summary>Notes that the migrant has applied. One application waits at a time.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Application">What for.</param>
    /// <param name="IsRegistered">True if the migrant is registered, read before.</param>
    public sealed record ApplyForVisa(MigrantId Migrant, VisaApplication Application, bool IsRegistered) : VisaCommand;

    /// <summary>Grants an application, or what is appealed. The same grant again changes nothing.</summary>
    public sealed record GrantVisa(string Reference, VisaTerms Terms) : VisaCommand;

    /// <summary>Refuses an application, or the appeal against a refusal. The same refusal again changes nothing.</summary>
    /// <param name="Reference">The application.</param>
    /// <param name="Reasons">Why: at least one, none twice.</param>
    /// <param name="AppealUntil">The last day for an appeal; null for the decision on one, which is the last.</param>
    public sealed record RefuseVisa(string Reference, IReadOnlyList<VisaRefusal> Reasons, DateOnly? AppealUntil) : VisaCommand;

    /// <summary>The migrant appeals against a refusal.</summary>
    public sealed record AppealVisa(string Reference) : VisaCommand;

    /// <summary>Notes that an application was not pursued, or that nobody has entered on a visa.</summary>
    /// <param name="Reference">The application.</param>
    /// <param name="HasArrived">True if the migrant lives in a city of the nation, read before.</param>
    public sealed record LapseVisa(string Reference, bool HasArrived) : VisaCommand;

    /// <summary>The migrant withdraws an application that is not decided.</summary>
    public sealed record WithdrawVisa(string Reference) : VisaCommand;

    /// <summary>
    /// Does what has become due by time alone: warns of an end, and notes one. However long nobody asked, each is done once.
    /// </summary>
    public sealed record TendVisas : VisaCommand;
}

/// <summary>An application for a visa.</summary>
/// <param name="Reference">The reference under which the authority has it.</param>
/// <param name="On">The day of the application.</param>
[GenerateSerializer, Immutable, Alias("vip.visa-application")]
public sealed record VisaApplication(string Reference, DateOnly On);
