namespace VipOrleans.Portal.Hosting;

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using VipOrleans.Client;
using VipOrleans.Portal.SignIn;

/// <summary>
/// Registers the people of a file one by one, in the name of the officer who sent it, and remembers for half an hour, encrypted, what has
/// become of each row. The same row is registered once however often it is sent: its key is made from what stands in it.
/// </summary>
internal sealed class Onboarding(
    Apis apis, ISessionStore store, IDataProtectionProvider protection, TimeProvider time, IHostApplicationLifetime life)
{
    public const int MostRows = 500;

    /// <summary>The columns of a file, of which the first two are needed.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "kind", "name", "contact", "address", "birth_date", "document_kind", "document_issued_by", "document_number", "origin", "languages",
        "skills",
    ];

    private const int RowsBetweenNotes = 5;

    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(30), Silent = TimeSpan.FromMinutes(1);

    private readonly IDataProtector _runs = protection.CreateProtector("vip.portal.onboarding");

    /// <summary>What kind of document a row names; null if it is none that the programme knows.</summary>
    public static DocumentRequestKind? KindOf(PersonRow row) => Enum.GetValues<DocumentRequestKind>()
        .Where(k => VipClient.CodeOf(k) == row["document_kind"]).Cast<DocumentRequestKind?>().FirstOrDefault();

    /// <summary>Begins; the answer is under which id its progress is read.</summary>
    public async Task<string> Start(Me officer, IReadOnlyList<PersonRow> rows)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var run = new OnboardingRun(officer.Subject, [.. rows], time.GetUtcNow());
        await Note(id, run);
        _ = Task.Run(() => Work(id, officer, run));
        return id;
    }

    /// <summary>How far it is; null if there is no such file of this officer, or not any more.</summary>
    public async Task<OnboardingRun?> Find(string id, Me officer)
    {
        if (await store.Get($"onboarding:{id}") is not { } content) return null;
        var run = JsonSerializer.Deserialize<OnboardingRun>(_runs.Unprotect(content))!;
        return run.Subject == officer.Subject ? run : null;
    }

    /// <summary>True if whoever worked on it has ended before it did: what is left is sent again.</summary>
    public bool HasStopped(OnboardingRun run) => !run.IsDone && time.GetUtcNow() - run.At > Silent;

    private async Task Work(string id, Me officer, OnboardingRun run)
    {
        var api = apis.As(officer.Token);
        for (var i = 0; i < run.Rows.Count && !life.ApplicationStopping.IsCancellationRequested; i++)
        {
            if (run.Rows[i].IsDone) continue;
            run.Rows[i] = await Register(api, officer.City!, run.Rows[i]);
            if (i % RowsBetweenNotes == 0) await Note(id, run);
        }

        await Note(id, run);
    }

    private async Task<PersonRow> Register(VipClient api, string city, PersonRow row)
    {
        if (row.Problem is not null) return row;
        try
        {
            var key = Key(city, row);
            var person = new PersonRequest
            {
                Name = row["name"], Contact = Given(row, "contact"), Address = Given(row, "address"), BirthDate = Given(row, "birth_date"),
                Documents = Given(row, "document_number") is { } number && KindOf(row) is { } kind
                    ? [new() { Kind = kind, IssuedBy = row["document_issued_by"], Number = number }] : null,
            };
            var receipt = row["kind"] == "host"
                ? await api.RegisterHostAsync(city, key, new() { Person = person }, cancellationToken: life.ApplicationStopping)
                : await api.RegisterMigrantAsync(key, new()
                {
                    Nation = city.Split('-')[0], Person = person, Origin = row["origin"], Languages = Many(row, "languages"),
                    Skills = Many(row, "skills"),
                }, cancellationToken: life.ApplicationStopping);
            return row with { Id = receipt.Id };
        }
        catch (ProblemException e)
        {
            return row with { Problem = new(e.Code, e.Errors.Count > 0 ? $"{e.Errors[0].Field}: {e.Errors[0].Message}" : e.Message) };
        }
    }

    private Task Note(string id, OnboardingRun run) => store.Put($"onboarding:{id}",
        _runs.Protect(JsonSerializer.SerializeToUtf8Bytes(run with { At = time.GetUtcNow() })), time.GetUtcNow() + Lasting);

    private static string Key(string city, PersonRow row) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{city}\n{Csv.Write(Columns.Select(c => row[c]))}")))[..32];

    private static string? Given(PersonRow row, string column) => row[column] is { Length: > 0 } text ? text : null;

    private static List<string>? Many(PersonRow row, string column) =>
        Given(row, column)?.Split([' ', ';', ','], StringSplitOptions.RemoveEmptyEntries).ToList();
}

/// <summary>A row of a file with people.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Cells">What stands in its columns.</param>
/// <param name="Id">Under which id the person is registered; null before.</param>
/// <param name="Problem">Why it was not carried out; null if nothing is wrong.</param>
public sealed record PersonRow(int Line, IReadOnlyDictionary<string, string> Cells, string? Id = null, RowProblem? Problem = null)
{
    public string this[string column] => Cells.GetValueOrDefault(column, "");

    public bool IsDone => Id is not null || Problem is not null;
}

/// <summary>What is wrong with a row.</summary>
/// <param name="Code">The API's code, or the key of a text of ours.</param>
/// <param name="Detail">What the API says of it.</param>
public sealed record RowProblem(string Code, string Detail);

/// <summary>A file that is worked off.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="At">When this was noted.</param>
public sealed record OnboardingRun(string Subject, List<PersonRow> Rows, DateTimeOffset At)
{
    public int Registered => Rows.Count(r => r.Id is not null);

    public int Done => Rows.Count(r => r.IsDone);

    public bool IsDone => Done == Rows.Count;
}
