namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Kernel;

/// <summary>How a file of earnings is written, and for whom it speaks.</summary>
/// <param name="Format">The format.</param>
/// <param name="Header">The columns of its header in their order; empty if it has none.</param>
/// <param name="Employer">The employer that sends it; null for an officer.</param>
[GenerateSerializer, Immutable, Alias("vip.earnings-file-form")]
public sealed record EarningsFileForm(ImportFormat Format, IReadOnlyList<ImportColumn> Header, string? Employer);

/// <summary>A piece of a file of earnings.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="FirstLine">The line with which it begins, from 1.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Data">The rows, packed as <see cref="RowChunk"/> does.</param>
[GenerateSerializer, Immutable, Alias("vip.earnings-file-chunk")]
public sealed record EarningsFileChunk(int Number, int FirstLine, int Rows, byte[] Data);

/// <summary>What a file of earnings came to.</summary>
/// <param name="Chunks">How many chunks.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("vip.earnings-file-totals")]
public sealed record EarningsFileTotals(int Chunks, int Rows, long Bytes, string Sha256);
