namespace VipOrleans.Gateway.Access;

using System.Security.Cryptography;
using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>
/// The keys of a cluster under which ids of what requests make, and the names of officers, are computed. Whoever does not have them cannot
/// compute the id of a host or a concern from who asks and under which idempotency key, nor find out whose hash stands beside an event.
/// </summary>
/// <remarks>
/// All come from one secret, and none says anything of another. It is never rotated: a retry under another key would make a
/// second thing, and an officer would count as two.
/// </remarks>
public class IdKeys
{
    private const string HowTo = "Set Ids:Key to 32 bytes in base64, the same in all gateways of the cluster and never another one: make "
        + "it once with 'openssl rand -base64 32', and keep it with the journal's backups.";

    private const int KeyBytes = 32;
    private readonly byte[] _requests, _subjects, _staff;
    private readonly bool _answersFormer;

    internal IdKeys(byte[] secret, bool answersFormer)
    {
        _requests = Derived(secret, "vip-ids/1 requests");
        _subjects = Derived(secret, "vip-ids/1 subjects");
        _staff = Derived(secret, "vip-ids/1 staff numbers");
        _answersFormer = answersFormer;
    }

    /// <summary>Reads the secret.</summary>
    /// <param name="key">32 bytes in base64.</param>
    /// <param name="answersFormer">
    /// Whether a retry of what was carried out before ids were keyed is still answered as the first time.
    /// </param>
    /// <exception cref="FormatException">It is no such key; the message does not repeat it.</exception>
    public static IdKeys Parse(string key, bool answersFormer = false) =>
        Problem(key) is { } problem ? throw new FormatException(problem) : new(Convert.FromBase64String(key.Trim()), answersFormer);

    /// <summary>
    /// The keys of a gateway by the section <c>Ids</c>; in Development, if it has no key there, those that every developer's gateway has.
    /// </summary>
    internal static IdKeys Of(IConfiguration configuration)
    {
        var answersFormer = bool.TryParse(configuration["Ids:AnswerFormerIds"], out var answers) && answers;
        return configuration["Ids:Key"] is { } key && !string.IsNullOrWhiteSpace(key)
            ? Parse(key, answersFormer) : new(SHA256.HashData("vip-ids development"u8), answersFormer);
    }

    /// <summary>What is wrong with the section <c>Ids</c>, in a sentence or two for each.</summary>
    internal static IEnumerable<string> Problems(IConfiguration configuration, bool isDevelopment)
    {
        if (configuration["Ids:Key"] is { } key && !string.IsNullOrWhiteSpace(key))
        {
            if (Problem(key) is { } problem) yield return problem;
        }
        else if (!isDevelopment)
        {
            yield return $"No key for ids is configured. {HowTo}";
        }

        if (configuration["Ids:AnswerFormerIds"] is { Length: > 0 } answers && !bool.TryParse(answers, out _))
            yield return $"Ids:AnswerFormerIds is '{answers}'; it is true or false.";
    }

    /// <summary>The hash of issuer and subject. The lengths stand in it, so that no two pairs run together into one text.</summary>
    internal virtual string OfSubject(string issuer, string subject) =>
        IdText.KeyFrom(Hash(_subjects, $"{issuer.Length}:{issuer}{subject.Length}:{subject}"));

    /// <summary>The id of a command, from which the id of what it makes derives: the same caller and key, the same id.</summary>
    internal virtual string OfRequest(Caller caller, string key) => IdText.KeyFrom(Hash(_requests, $"{caller.Key}{key}"));

    /// <summary>The hash that stands for an employer's staff number. The same number of another employer has another one.</summary>
    internal string OfStaffNumber(StaffListId list, string number) => IdText.KeyFrom(Hash(_staff, $"{list}/{number.Trim()}"));

    /// <summary>The id that the command had before ids were keyed, if retries from that time are answered; else null.</summary>
    internal string? FormerOfRequest(Caller caller, string key) => _answersFormer ? FormerIds.OfRequest(caller.FormerKey, key) : null;

    /// <summary>Never the keys.</summary>
    public override string ToString() => nameof(IdKeys);

    private static string? Problem(string key)
    {
        var bytes = new byte[key.Length];
        if (!Convert.TryFromBase64String(key.Trim(), bytes, out var written)) return $"Ids:Key is not base64. {HowTo}";
        return written == KeyBytes ? null : $"Ids:Key has {written} bytes, not {KeyBytes}. {HowTo}";
    }

    private static byte[] Hash(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static byte[] Derived(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, [], Encoding.UTF8.GetBytes(purpose));
}
