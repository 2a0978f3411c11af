namespace VipOrleans.Domain.Sponsorships;

public abstract partial record SponsorshipCommand
{
    /// <summary>For whom the migrant works.</summary>
    public abstract record EmploymentsCommand : SponsorshipCommand
    {
        private protected EmploymentsCommand() { }
    }

    /// <summary>Names an employer for the sponsorship. From then on it can report months that its days touch.</summary>
    /// <param name="Employment">Who, and from when to when.</param>
    public sealed record NameEmployer(Employment Employment) : EmploymentsCommand;

    /// <summary>Ends an employment, or puts its last day right. What was reported for it stays.</summary>
    /// <param name="Employer">The employer.</param>
    /// <param name="From">The first day, which says which of the employer's it is.</param>
    /// <param name="On">The last day; one before the first says that the employer was named by mistake, and takes it off.</param>
    public sealed record EndEmployment(string Employer, DateOnly From, DateOnly On) : EmploymentsCommand;
}
