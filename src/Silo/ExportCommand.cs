namespace VipOrleans.Silo;

using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Stores;
using VipOrleans.Vault;

/// <summary>
/// A journal as one file that any store can be made of again, and the vault with it on wish. The keys are not in it: the journal's key
/// verifies it, and the master keys open people's data, as they do where it came from.
/// </summary>
/// <remarks>
/// The file is a zip of a journal in SQLite, its anchor, perhaps the vault's file as it is stored, which is sealed, and a list of these
/// with their sizes and hashes.
/// </remarks>
internal static class ExportCommand
{
    private const string Manifest = "manifest.json", Journal = "journal.db", Vault = "vault.db";
    private const int Format = 1;

    private static readonly string[] Members = [Journal, VipOrleans.Journal.JournalAnchor.FileName, Vault];

    /// <summary>Writes the journal that the settings name, verified, into a new file for its owner only.</summary>
    /// <param name="args">Settings on the command line, as a silo takes them.</param>
    /// <param name="file">The file; what is there already stays.</param>
    /// <param name="withVault">True for the vault too, which must be a file.</param>
    /// <param name="output">Where the report goes.</param>
    /// <returns>0, or 1 if the journal is not what was written; then there is no file.</returns>
    /// <exception cref="OperatorException">The settings cannot be used, or the file cannot be made.</exception>
    public static async Task<int> Export(string[] args, string file, bool withVault, TextWriter output)
    {
        var path = Path.GetFullPath(file);
        if (Path.Exists(path)) throw new OperatorException($"{path} is there already: move it elsewhere, or name another file.");
        var settings = SiloConfiguration.Read(WebApplication.CreateSlimBuilder(args).Configuration);
        if (withVault && settings.Membership is not null)
        {
            throw new OperatorException("The vault of a cluster is in its database and is copied with that (deploy/postgres/backup.sh); "
                + "leave --vault out.");
        }

        if (withVault && !File.Exists(DataFolder.VaultFileOf(settings.DataFolder)))
            throw new OperatorException($"There is no vault in {Path.GetFullPath(settings.DataFolder)}; leave --vault out.");
        using var work = Work($"{path}.{Guid.NewGuid():N}");
        var code = await JournalCommand.Copy([.. args, "--Target:Store=Sqlite", $"--Target:DataFolder={work.Path}"], output);
        if (code != 0) return code;
        if (withVault)
        {
            using var folder = DataFolder.Take(settings.DataFolder);
            await CopyVault(folder.FullPath, work.Path);
        }

        var draft = $"{path}.draft-{Guid.NewGuid():N}";
        try
        {
            await Pack(work.Path, draft);
            File.Move(draft, path, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(draft);
        }

        await output.WriteLineAsync($"Exported into {path}{(withVault ? ", with the vault" : "")}. The keys are not in it.");
        return 0;
    }

    /// <summary>Makes the store that the settings name of a file, and verifies it. A run that was cut off is run again.</summary>
    /// <param name="args">Settings on the command line, as a silo takes them.</param>
    /// <param name="file">The file.</param>
    /// <param name="withVault">False to leave out a vault that is in it.</param>
    /// <param name="output">Where the report goes.</param>
    /// <returns>0, or 1 if what was imported is not what was written.</returns>
    /// <exception cref="OperatorException">The settings or the file cannot be used; nothing was changed.</exception>
    public static async Task<int> Import(string[] args, string file, bool withVault, TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var settings = SiloConfiguration.Read(builder.Configuration);
        using var work = Work(Path.Combine(Path.GetTempPath(), $"vip-import-{Guid.NewGuid():N}"));
        var hasVault = await Unpack(file, work.Path) && withVault;
        if (hasVault && settings.Membership is not null)
            throw new OperatorException("A vault is in the file, and that of a cluster is in its database; say --without-vault.");
        if (hasVault && File.Exists(DataFolder.VaultFileOf(settings.DataFolder)))
        {
            throw new OperatorException($"There is a vault in {Path.GetFullPath(settings.DataFolder)} already; name an empty folder, or "
                + "say --without-vault.");
        }

        var key = settings.JournalKey is null && settings.Store == JournalStore.Sqlite
            && Path.Combine(settings.DataFolder, KeyFile.OfJournal) is var own && File.Exists(own)
                ? await File.ReadAllTextAsync(own) : settings.JournalKey;
        var code = await JournalCommand.Copy(
            [
                "--Journal:Store=Sqlite", "--Journal:Connection=", "--Journal:AnchorPath=", "--Cluster:Connection=",
                $"--Silo:DataFolder={work.Path}", $"--Journal:Key={key?.Trim()}", $"--Target:Store={settings.Store}",
                $"--Target:Connection={settings.JournalConnection}", $"--Target:DataFolder={settings.DataFolder}",
            ], output);
        if (code != 0 || !hasVault) return code;

        using var folder = DataFolder.Take(settings.DataFolder);
        await CopyVault(work.Path, folder.FullPath);
        if (string.IsNullOrWhiteSpace(settings.VaultMasterKeys))
        {
            await output.WriteLineAsync("The vault is there. No master key is configured (Vault:MasterKeys), so it was not opened.");
            return 0;
        }

        // A vault refuses to open under keys that are not its own.
        var keys = VaultKeys.FromConfiguration(settings.VaultMasterKeys, builder.Environment.IsDevelopment(), folder.FullPath,
            NullLogger.Instance);
        await using (await EmbeddedStores.OpenVault(settings, keys, folder.FullPath, TimeProvider.System))
            await output.WriteLineAsync("The vault is there, and opens under the master keys.");
        return 0;
    }

    private static async Task CopyVault(string from, string to)
    {
        var target = DataFolder.VaultFileOf(to);
        OwnerOnly.EnsureFile(target);
        await using var source = Connection(DataFolder.VaultFileOf(from));
        await using var copy = Connection(target);
        await source.OpenAsync();
        await copy.OpenAsync();
        source.BackupDatabase(copy);
    }

    private static SqliteConnection Connection(string file) =>
        new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());

    private static async Task Pack(string folder, string draft)
    {
        await using var stream = OwnerOnly.Create(draft);
        await using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        var members = new Dictionary<string, Member>();
        foreach (var name in Members.Where(n => File.Exists(Path.Combine(folder, n))))
        {
            // What a journal has beside its file is in the file once it is closed.
            if (new FileInfo(Path.Combine(folder, $"{name}-wal")) is { Exists: true, Length: > 0 })
                throw new IOException($"{name} was not closed.");
            await using var from = File.OpenRead(Path.Combine(folder, name));
            members[name] = new(from.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(from)));
            from.Position = 0;
            await using var into = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync();
            await from.CopyToAsync(into);
        }

        await using var list = await zip.CreateEntry(Manifest).OpenAsync();
        await JsonSerializer.SerializeAsync(list, new Contents(Format, ProgramVersion.Text, members), JsonSerializerOptions.Web);
    }

    // Whether a vault is in it.
    private static async Task<bool> Unpack(string file, string folder)
    {
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(file);
            var entry = zip.GetEntry(Manifest) ?? throw new InvalidDataException("it has no list of what is in it");
            await using var list = await entry.OpenAsync();
            var contents = await JsonSerializer.DeserializeAsync<Contents>(list, JsonSerializerOptions.Web)
                ?? throw new InvalidDataException("its list is empty");
            if (contents.Format != Format)
                throw new InvalidDataException($"it has format {contents.Format}; this program reads format {Format}");
            if (contents.Files?.ContainsKey(Journal) != true) throw new InvalidDataException("it has no journal");
            foreach (var (name, member) in contents.Files)
            {
                if (!Members.Contains(name)) throw new InvalidDataException($"'{name}' is nothing that an export has");
                await Unpack(zip, name, member, Path.Combine(folder, name));
            }

            return contents.Files.ContainsKey(Vault);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            throw new OperatorException($"{file} is no export that can be read: {e.Message}.", e);
        }
    }

    private static async Task Unpack(ZipArchive zip, string name, Member member, string path)
    {
        var entry = zip.GetEntry(name) ?? throw new InvalidDataException($"'{name}' is missing");
        await using var from = await entry.OpenAsync();
        await using (var into = OwnerOnly.Create(path)) await from.CopyToAsync(into);
        await using var written = File.OpenRead(path);
        if (written.Length != member.Bytes || Convert.ToHexStringLower(await SHA256.HashDataAsync(written)) != member.Sha256)
            throw new InvalidDataException($"'{name}' is damaged");
    }

    private static WorkFolder Work(string path)
    {
        try
        {
            OwnerOnly.EnsureFolder(path);
            return new(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>What is in the file.</summary>
    private sealed record Contents(int Format, string Program, IReadOnlyDictionary<string, Member> Files);

    private sealed record Member(long Bytes, string Sha256);

    /// <summary>A folder that is gone afterwards, with what is in it.</summary>
    private sealed class WorkFolder(string path) : IDisposable
    {
        public string Path { get; } = path;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
