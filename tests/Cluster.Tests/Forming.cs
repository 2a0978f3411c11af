namespace VipOrleans.Cluster.Tests;

/// <summary>From an empty city to sponsorships that wait for their checks.</summary>
internal static class Forming
{
    public const string City = "nz-akl";

    public static async Task<string> OpenCity(ClusterClient client)
    {
        var nation = await client.Token(new { role = "nation-officer", nation = "nz" });
        var officer = await client.Token(new { role = "city-officer", city = City });
        await client.Post("/v1/cities", nation, "open-akl",
            new
            {
                id = City, name = "Auckland", currency = "NZD", timeZone = "Pacific/Auckland",
                policy = new { requiredChecks = new[] { "identity" } }
            });
        await client.Put($"/v1/cities/{City}/quota", officer,
            new { places = 100_000, by = "council", reference = "Minute-12", on = "2026-11-01" });
        return officer;
    }

    public static async Task<(string Host, string Migrant, string Sponsorship)> Form(ClusterClient client, string officer, string key)
    {
        var host = (string)(await client.Post($"/v1/cities/{City}/hosts", officer, $"host-{key}",
            new { person = new { name = $"Host {key}" } }))["id"]!;
        var migrant =
            (string)(await client.Post("/v1/migrants", officer, $"migrant-{key}",
                new { nation = "nz", person = new { name = $"Migrant {key}" }, origin = "ID", languages = new[] { "id-ID" } }))["id"]!;
        var hosts = await client.Token(new { role = "host", person = host });
        var migrants = await client.Token(new { role = "migrant", person = migrant });
        var sponsorship = (string)(await client.Post("/v1/sponsorships", hosts, $"s-{key}", new { host, migrant }))["id"]!;
        await client.Post($"/v1/sponsorships/{sponsorship}/acceptance", migrants, $"yes-{key}", new { });
        return (host, migrant, sponsorship);
    }
}
