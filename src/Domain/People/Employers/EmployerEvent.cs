namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;

/// <summary>What happened to an employer's record. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(EmployerRegistered), "employer-registered")]
[JsonDerivedType(typeof(EmployerPersonAdmitted), "employer-person-admitted")]
[JsonDerivedType(typeof(EmployerPersonDismissed), "employer-person-dismissed")]
public abstract record EmployerEvent
{
    private EmployerEvent() { }

    /// <summary>The employer was registered, or what is known of it was put right.</summary>
    public sealed record EmployerRegistered(string Employer, EmployerDetails Details) : EmployerEvent;

    /// <summary>Somebody was admitted who signs in for it.</summary>
    public sealed record EmployerPersonAdmitted(string Person, bool IsFirst) : EmployerEvent;

    /// <summary>Somebody signs in for it no longer.</summary>
    public sealed record EmployerPersonDismissed(string Person) : EmployerEvent;
}
