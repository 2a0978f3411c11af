namespace VipOrleans.Stores;

/// <summary>
/// Azure's limits of blobs, enforced here and before anything is sent: the emulator that tests run against takes more than Azure does.
/// Breaking one is a defect.
/// </summary>
/// <remarks>From "Naming and referencing containers, blobs, and metadata" of Microsoft's documentation.</remarks>
internal static class BlobLimits
{
    /// <summary>Longest name of a blob, in characters.</summary>
    public const int NameLength = 1024;

    /// <summary>Most segments of a blob's path.</summary>
    public const int Segments = 254;

    /// <summary>Largest blob that is written in one request, in bytes: 256 MiB with every version of the service since 2016.</summary>
    public const int BlobBytes = 256 * 1024 * 1024;

    /// <summary>Checks a blob.</summary>
    /// <exception cref="InvalidOperationException">Azure would refuse it, or find it again under another name.</exception>
    public static void Check(string name, long bytes)
    {
        if (name.Length is 0 or > NameLength) throw Broken($"a blob's name of {name.Length} characters");
        var segments = name.Split('/');
        if (segments.Length > Segments) throw Broken($"a blob's name of {segments.Length} segments");
        // A segment that is empty, or ends with a dot, is read as another path on the way.
        if (Array.Exists(segments, s => s.Length == 0 || s[^1] == '.') || name.Any(c => c is '\\' || char.IsControl(c)))
        {
            throw Broken($"the blob's name '{name}'");
        }

        if (bytes > BlobBytes) throw Broken($"a blob of {bytes} bytes");
    }

    /// <summary>Checks a container's name.</summary>
    /// <exception cref="ArgumentException">Azure would refuse it.</exception>
    public static void CheckContainer(string name)
    {
        if (name is not { Length: >= 3 and <= 63 } || name.Contains("--", StringComparison.Ordinal) || name[0] == '-' || name[^1] == '-'
            || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ArgumentException(
                $"The container '{name}' cannot be: its name has 3 to 63 lower case letters, digits and single hyphens.", nameof(name));
    }

    private static InvalidOperationException Broken(string what) => new($"Azure Blob Storage does not take {what}.");
}
