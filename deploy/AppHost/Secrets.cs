namespace VipOrleans.AppHost;

using System.Security.Cryptography;

/// <summary>Keys of this machine's cluster, made once, for their owner only.</summary>
/// <param name="folder">The folder that has them.</param>
internal sealed class Secrets(string folder)
{
    /// <summary>32 bytes in base64.</summary>
    public string Of(string name)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new StreamWriter(file, options);
            stream.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }

        return File.ReadAllText(file).Trim();
    }
}
