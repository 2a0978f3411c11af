namespace VipOrleans.Vault;

/// <summary>What persons can share. The numbers stand in the store.</summary>
public enum PersonCodeKind
{
    /// <summary>An identity document: country and number, as the number is read, whatever kind it was said to be.</summary>
    Document = 1,

    /// <summary>Name and birth date, whatever the script, the case and the order of the words.</summary>
    NameAndBirthDate = 2,

    /// <summary>Birth date, and a name that sounds alike.</summary>
    SimilarNameAndBirthDate = 3,

    /// <summary>A phone number.</summary>
    Phone = 4,

    /// <summary>An address for mail.</summary>
    Email = 5,

    /// <summary>The address at which the person lives.</summary>
    Address = 6,

    /// <summary>The name, and the year or month of birth, where no more of it is known of one of the two.</summary>
    NameAndBirthYear = 7,

    /// <summary>
    /// In the store alone: each part of every birth date, by which a date that is known in part is found. Its code is the one of
    /// <see cref="NameAndBirthYear"/>, and it makes no pair unless one of the two has that.
    /// </summary>
    NameAndPartOfBirthDate = 8,
}

/// <summary>Two persons who share something.</summary>
/// <param name="First">The person whose id comes first.</param>
/// <param name="Second">The other one.</param>
/// <param name="Kinds">What they share, in the order of the kinds.</param>
public sealed record SharingPair(string First, string Second, IReadOnlyList<PersonCodeKind> Kinds);

/// <summary>A contact or an address that many persons share.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Count">How many share it.</param>
/// <param name="Persons">Who: the first <see cref="VaultLimits.MaxCrowd"/> of them, in the order of their ids; never empty.</param>
public sealed record SharingCrowd(PersonCodeKind Kind, long Count, IReadOnlyList<string> Persons);

/// <summary>A keyed code of something that persons can share.</summary>
internal readonly record struct PersonCode(PersonCodeKind Kind, byte[] Code);
