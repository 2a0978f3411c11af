namespace VipOrleans.Silo;

/// <summary>What a silo needs to know before it starts.</summary>
public sealed record SiloSettings
{
    /// <summary>The folder with journal, vault and reminders; made where it is missing. One process at a time uses it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The master keys for people's data, as <c>id:base64</c>; may be missing in development, where a key is made on first start.</summary>
    public string? VaultMasterKeys { get; init; }

    /// <summary>The TCP port of the silo on the loopback address, 1 to 65,535; 0 for any that is free.</summary>
    public int SiloPort { get; init; }

    /// <summary>The TCP port for Orleans clients in other processes, on the loopback address; 0 for none, where the gateway is in the same process.</summary>
    public int ClientPort { get; init; }

    /// <summary>The name under which reminders are kept; with another name they are not found again.</summary>
    public string ServiceId { get; init; } = "vip-orleans";

    /// <summary>The cluster's name; a gateway in another process looks for the same one.</summary>
    public string ClusterId { get; init; } = "embedded";
}
