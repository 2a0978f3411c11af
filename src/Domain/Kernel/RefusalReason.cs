namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Why a check failed, and why a sponsorship is refused.</summary>
[JsonConverter(typeof(CodeConverter<RefusalReason>))]
public enum RefusalReason
{
    /// <summary>The identity could not be proven.</summary>
    IdentityNotProven,

    /// <summary>A document is not genuine.</summary>
    DocumentNotGenuine,

    /// <summary>There is no such accommodation.</summary>
    AccommodationNotFound,

    /// <summary>The accommodation is too small for those who live there.</summary>
    AccommodationOvercrowded,

    /// <summary>The accommodation is not safe.</summary>
    AccommodationUnsafe,

    /// <summary>The host has a conviction that rules hosting out.</summary>
    CriminalRecord,

    /// <summary>There is a concern for the migrant's safety.</summary>
    SafeguardingConcern,

    /// <summary>There is no health insurance.</summary>
    InsuranceMissing,

    /// <summary>The programme's conditions are not met.</summary>
    ConditionsNotMet,
}
