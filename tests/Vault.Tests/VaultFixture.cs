namespace VipOrleans.Vault.Tests;

using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

/// <summary>A folder with a vault in it, and what an intruder or an operator can do to its files.</summary>
internal sealed class VaultFolder : IAsyncDisposable
{
    public const string KeyA = "a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    public const string KeyB = "b:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    public const string OtherKeyA = "a:QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=";

    public VaultFolder() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"vip-vault-{Guid.NewGuid():N}");

    public string File => Path.Combine(Folder, "vault.db");

    public FakeTimeProvider Time { get; } = new(new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero));

    public SqliteVault Open(string keys = KeyA) => SqliteVault.Open(File, VaultKeys.Parse(keys), Time);

    /// <summary>Runs a statement from outside, as another process would.</summary>
    public int Tamper(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public Dictionary<string, byte[]> WrappedKeys() =>
        Rows("SELECT p.person, k.sealed FROM person p JOIN person_key k ON k.slot = p.slot",
            r => (r.GetString(0), r.GetFieldValue<byte[]>(1))).ToDictionary();

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>All bytes of all files in the folder: the vault's own, its log and whatever else there is.</summary>
    public byte[] AllBytes() => [.. Directory.GetFiles(Folder).Order().SelectMany(ReadShared)];

    public bool Holds(byte[] bytes) => AllBytes().AsSpan().IndexOf(bytes) >= 0;

    public bool Holds(string text)
    {
        var all = AllBytes().AsSpan();
        return all.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || all.IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return default;
    }

    public static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>People to put into a vault.</summary>
internal static class People
{
    public const string Ana = "nz-akl.host.0123456789abcdefghjkmnpqr1";
    public const string Ben = "nz-akl.migrant.0123456789abcdefghjkmnpq2";
    public const string Abroad = "au-syd.migrant.0123456789abcdefghjkmnpq2";
    public const string Officer = "nz-akl.officer.7";

    public static PersonDocument Person(string name, params IdentityDocument[] documents) =>
        new(name, "+64 21 555 0101", "12 Queen Street\nAuckland", documents);

    public static IdentityDocument Passport(string number, string country = "TO") => new("passport", country, number);

    public static string Id(int number) => $"nz-akl.host.{number:d26}";
}
