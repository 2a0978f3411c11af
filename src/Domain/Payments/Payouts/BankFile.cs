namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What kind of file a bank sent.</summary>
[JsonConverter(typeof(CodeConverter<BankFileKind>))]
public enum BankFileKind
{
    /// <summary>A status report on a message: <c>pain.002.001.10</c>.</summary>
    StatusReport,

    /// <summary>A statement of an account: <c>camt.053</c>.</summary>
    Statement,

    /// <summary>A notification of what was booked, before the statement has it: <c>camt.054</c>.</summary>
    Notification,

    /// <summary>The answers of a provider of mobile money or cash: a table.</summary>
    ProviderAnswers,
}

/// <summary>What a bank says of a payment.</summary>
[JsonConverter(typeof(CodeConverter<BankWord>))]
public enum BankWord
{
    /// <summary>Nothing is decided yet.</summary>
    Pending,

    /// <summary>The bank has taken the payment on; it has not paid.</summary>
    Accepted,

    /// <summary>The bank has paid.</summary>
    Settled,

    /// <summary>The bank does not pay.</summary>
    Rejected,

    /// <summary>The money came back after it had been paid.</summary>
    Returned,

    /// <summary>Something that has no meaning for a payment of ours: an officer must look.</summary>
    Unclear,

    /// <summary>The payee's name is the account holder's (verification of payee).</summary>
    NameMatches,

    /// <summary>The payee's name is nearly the account holder's: an officer must look.</summary>
    NameClose,

    /// <summary>The payee's name is not the account holder's: an officer must look.</summary>
    NameDiffers,

    /// <summary>The payee's bank could not compare the name.</summary>
    NameUnchecked,
}

/// <summary>Which file an answer stood in.</summary>
/// <param name="Kind">What kind of file.</param>
/// <param name="MessageId">The bank's own id of its message, 1 to 35 printable ASCII characters.</param>
/// <param name="Sha256">The SHA-256 of the bytes, 64 lower-case hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("vip.bank-message")]
public sealed record BankMessage(BankFileKind Kind, string MessageId, string Sha256)
{
    /// <summary>The kind and the id as one text: a bank numbers each kind for itself.</summary>
    internal string Key => $"{Codes<BankFileKind>.Text(Kind)}:{MessageId}";
}

/// <summary>One answer in a bank's file.</summary>
/// <param name="Line">The line of the file where it begins.</param>
/// <param name="Payment">The id of the payment from end to end, as it stands there; null where none does.</param>
/// <param name="Said">What the bank says.</param>
/// <param name="Amount">The amount as it stands there; null where none does.</param>
/// <param name="Currency">Its currency as it stands there.</param>
/// <param name="Reason">The bank's reason: a code of four letters and digits; null for none, or one that is no code.</param>
/// <param name="Batch">If no payment is named: the group of payments or the message that is. Its full sum speaks for all of them; for any
/// other sum an officer asks for the details.</param>
[GenerateSerializer, Immutable, Alias("vip.bank-entry")]
public sealed record BankEntry(int Line, string? Payment, BankWord Said, string? Amount = null, string? Currency = null,
    string? Reason = null, string? Batch = null);

/// <summary>What a status report says of a message as a whole.</summary>
/// <param name="MessageId">The message that it answers.</param>
/// <param name="PaymentInformation">The groups of payments that it names.</param>
/// <param name="Count">How many payments the bank counted; null where it does not say.</param>
/// <param name="Sum">The sum that the bank computed, as it stands there; null where it does not say.</param>
/// <param name="All">What holds for every payment that has no answer of its own; null where nothing does.</param>
/// <param name="Reason">The reason of that, a code.</param>
[GenerateSerializer, Immutable, Alias("vip.bank-verdict")]
public sealed record BankVerdict(string MessageId, IReadOnlyList<string> PaymentInformation, int? Count = null, string? Sum = null,
    BankWord? All = null, string? Reason = null);

/// <summary>A bank's file, read and checked in itself.</summary>
/// <param name="Message">Which file it is.</param>
/// <param name="Verdict">What it says of one message as a whole; null for a statement.</param>
/// <param name="Entries">The single answers, in the order of the file.</param>
[GenerateSerializer, Immutable, Alias("vip.bank-file")]
public sealed record BankFile(BankMessage Message, BankVerdict? Verdict, IReadOnlyList<BankEntry> Entries);

/// <summary>Why a file of a bank cannot be read; nothing of it was used.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in it, from 1; null where the line as a whole is meant.</param>
/// <param name="Code">What is wrong, as a code for programs.</param>
/// <param name="Message">What is wrong and what would be right; never repeats what may be personal.</param>
public sealed record BankFileProblem(int Line, int? Column, string Code, string Message);
