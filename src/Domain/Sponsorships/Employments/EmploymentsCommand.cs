namespace VipOrleans.Domain.Sponsorships;

public abstract partial record SponsorshipCommand
{
    /// <summary>For whom the migrant works.</summary>
    public abstract record EmploymentsCommand : SponsorshipCommand
    {
        private protected EmploymentsCommand() { }
    }

    /// <summary>Names an employer for the sponsorship. From then on it can report months that its days touch.</summary>
    /// <param name="Employment">Who, from when to when, on which terms, and from which document an officer knows of it. What the migrant
    /// has said of it follows from who names it.</param>
    /// <param name="Ties">What ties the employer to the host, read before; null if nothing does.</param>
    public sealed record NameEmployer(Employment Employment, EmployerTies? Ties = null) : EmploymentsCommand;

    /// <summary>The migrant says that an employment that an officer named is right.</summary>
    /// <param name="Employer">The employer.</param>
    /// <param name="From">The first day, which says which of the employer's it is.</param>
    public sealed record ConfirmEmployment(string Employer, DateOnly From) : EmploymentsCommand;

    /// <summary>The migrant says that an employment is wrong. The employer reports nothing for it until an officer has decided.</summary>
    /// <param name="Employer">The employer.</param>
    /// <param name="From">The first day, which says which of the employer's it is.</param>
    public sealed record ContestEmployment(string Employer, DateOnly From) : EmploymentsCommand;

    /// <summary>An officer finds from a document that a contested employment is right.</summary>
    /// <param name="Employer">The employer.</param>
    /// <param name="From">The first day, which says which of the employer's it is.</param>
    /// <param name="Document">A reference to the document.</param>
    public sealed record UpholdEmployment(string Employer, DateOnly From, string Document) : EmploymentsCommand;

    /// <summary>Notes what ties an employer to the host now. It changes nothing if that is known.</summary>
    /// <param name="Employer">The employer.</param>
    /// <param name="Ties">What ties it.</param>
    public sealed record NoteEmployerTies(string Employer, EmployerTies Ties) : EmploymentsCommand;

    /// <summary>Ends an employment, or puts its last day right. What was reported for it stays.</summary>
    /// <param name="Employer">The employer.</param>
    /// <param name="From">The first day, which says which of the employer's it is.</param>
    /// <param name="On">The last day; one before the first says that the employer was named by mistake, and takes it off.</param>
    public sealed record EndEmployment(string Employer, DateOnly From, DateOnly On) : EmploymentsCommand;
}
