namespace VipOrleans.Grains.Hosting;

using VipOrleans.Contracts.People;

/// <summary>What stood in a record before a correction, as the vault keeps it beside the record and under its key.</summary>
/// <param name="Command">The command that corrected it.</param>
/// <param name="Until">When.</param>
/// <param name="Person">What stood there.</param>
internal sealed record FormerPerson(string Command, DateTimeOffset Until, Person Person);
