namespace VipOrleans.Domain.Money;

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>Writes a ledger for a snapshot: accounts with their posted balances, and pending transfers, each in a fixed order.</summary>
public sealed class LedgerJsonConverter : JsonConverter<Ledger>
{
    /// <inheritdoc/>
    public override Ledger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var saved = JsonSerializer.Deserialize(ref reader, MoneyJson.Default.SavedLedger) ?? throw new JsonException("Expected a ledger.");
        var promised = saved.Pending.GroupBy(t => t.From).ToDictionary(g => g.Key, g => g.Sum(t => t.Amount));
        return new(
            saved.Accounts.ToImmutableDictionary(a => a.Account, a => new Ledger.Balance(a.Posted, promised.GetValueOrDefault(a.Account))),
            saved.Pending.ToImmutableDictionary(t => t.Id));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Ledger value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            new SavedLedger(
                [.. value.AllBalances.Select(b => new SavedAccount(b.Key, b.Value.Posted))
                    .OrderBy(a => a.Account.Name, StringComparer.Ordinal).ThenBy(a => a.Account.Asset.Code, StringComparer.Ordinal)],
                [.. value.Pending.OrderBy(t => t.Id, StringComparer.Ordinal)]),
            MoneyJson.Default.SavedLedger);
}

/// <summary>An account as a snapshot keeps it.</summary>
public sealed record SavedAccount(Account Account, long Posted);

/// <summary>A ledger as a snapshot keeps it.</summary>
public sealed record SavedLedger(IReadOnlyList<SavedAccount> Accounts, IReadOnlyList<Transfer> Pending);
