namespace VipOrleans.Domain.Kernel;

using System.Text.Json.Serialization;

/// <summary>Why people's data is read. The list is closed: a word of one's own would tell a story where the person reads it.</summary>
[JsonConverter(typeof(CodeConverter<ReadPurpose>))]
public enum ReadPurpose
{
    /// <summary>Whether somebody may take part.</summary>
    EligibilityCheck,

    /// <summary>Who somebody is.</summary>
    IdentityCheck,

    /// <summary>To write to them or call them.</summary>
    Contact,

    /// <summary>To correct what is written.</summary>
    Correction,

    /// <summary>To have them paid.</summary>
    SendToBank,

    /// <summary>An appeal of theirs.</summary>
    Appeal,

    /// <summary>The person's own data, or a guardian's child's.</summary>
    Own,

    /// <summary>Work on a case, whatever it is.</summary>
    Case,

    /// <summary>A ruling that is prepared or decided.</summary>
    Ruling,

    /// <summary>A concern that somebody raised.</summary>
    Concern,

    /// <summary>A welfare check.</summary>
    WelfareCheck,

    /// <summary>Whether two records are one person.</summary>
    DuplicateCheck,

    /// <summary>The audit of an office.</summary>
    Audit,
}

/// <summary>Why a person's data is erased. The list is closed, as that of the purposes is.</summary>
[JsonConverter(typeof(CodeConverter<ErasureReason>))]
public enum ErasureReason
{
    /// <summary>The person asked for it.</summary>
    RequestOfPerson,

    /// <summary>The person did it.</summary>
    OwnRequest,

    /// <summary>The time for which the data may be kept is over.</summary>
    RetentionOver,

    /// <summary>The person should not have been registered.</summary>
    RegisteredByMistake,
}

/// <summary>What a person is shown of the purposes for which others read their data.</summary>
public static class ReadPurposes
{
    /// <summary>
    /// True if the person may see why. A concern, a welfare check and a ruling before its notice must not be told in this way; and since
    /// ordinary work on a case, an audit and whatever was written down before the list was closed are not shown either, that a purpose is
    /// missing tells nothing.
    /// </summary>
    public static bool IsShown(string purpose) =>
        Codes<ReadPurpose>.TryParse(purpose, out var known) ? known < ReadPurpose.Case : IsOfProgram(purpose);

    // What the program reads by itself, for what the person has asked for.
    private static bool IsOfProgram(string purpose) =>
        purpose is "payout" or "remittance" or "remittance-plan" or "own-beneficiaries" or "own-reading" or "matching"
            or "move-to-another-city" || Codes<ErasureReason>.TryParse(purpose, out _);
}
