namespace VipOrleans.Vault;

using System.Security.Cryptography;
using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;

/// <summary>
/// The keyed codes by which it is found that two records share something. They are HMAC-SHA256 under the vault's own key, so that nobody
/// who has not the key can try names or numbers, and they stand in the vault alone: equal codes in a journal would tell who shares a phone.
/// </summary>
internal static class PersonCodes
{
    /// <summary>
    /// Raised when what is a code's text changes: the codes of all persons are made again then. See <see cref="SealedVault.Index"/>.
    /// </summary>
    public const int Version = 3;

    // 128 bits: of ten million codes no two are equal by chance.
    private const int Bytes = 16;

    /// <summary>The nation in which a person is compared with others.</summary>
    public static string NationOf(string person) => person.Length < 2 ? person : person[..2];

    /// <summary>A person's codes; none for an owner who is no person.</summary>
    public static IReadOnlyList<PersonCode> Of(ReadOnlySpan<byte> key, string person, PersonDocument document)
    {
        var codes = new List<PersonCode>();
        if (!PersonId.TryParse(person, out var id)) return codes;

        foreach (var d in document.Documents) Add(key, PersonCodeKind.Document, $"{d.IssuedBy}|{DocumentText.Of(d.Number)}");
        if (document.BirthDate is { } born)
        {
            var exact = NameText.Exact(document.Name);
            if (born.IsWhole)
            {
                Add(key, PersonCodeKind.NameAndBirthDate, exact is null ? null : $"{born}|{exact}");
                Add(key, PersonCodeKind.SimilarNameAndBirthDate,
                    NameText.Similar(document.Name) is { } similar ? $"{born}|{similar}" : null);
            }
            else AddYear(key, PersonCodeKind.NameAndBirthYear, born);

            // A date that is known in part fits all that it may be; two that are known whole and differ are no sign of anything.
            AddYear(key, PersonCodeKind.NameAndPartOfBirthDate, born.OfYear);
            if (born.OfMonth is { } month) AddYear(key, PersonCodeKind.NameAndPartOfBirthDate, month);

            void AddYear(ReadOnlySpan<byte> key, PersonCodeKind kind, BirthDate part) =>
                Add(key, kind, exact is null ? null : $"{part}|{exact}", PersonCodeKind.NameAndBirthYear);
        }

        Add(key, PersonCodeKind.Phone, ContactText.Phone(document.Contact, id.Nation));
        Add(key, PersonCodeKind.Email, ContactText.Email(document.Contact));
        Add(key, PersonCodeKind.Address, NameText.Letters(AddressText.Of(document.Address)));
        return codes;

        void Add(ReadOnlySpan<byte> key, PersonCodeKind kind, string? text, PersonCodeKind? codedAs = null)
        {
            if (text is null) return;
            var code = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"shared|{(int)(codedAs ?? kind)}|{text}"))[..Bytes];
            if (!codes.Exists(c => c.Kind == kind && c.Code.AsSpan().SequenceEqual(code))) codes.Add(new(kind, code));
        }
    }
}
