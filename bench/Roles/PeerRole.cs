namespace VipOrleans.Bench;

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VipOrleans.Domain.Kernel;
using VipOrleans.Peer;

/// <summary>The peer in a process of its own.</summary>
internal sealed class PeerRole(PeerStore store, ECDsaSecurityKey key, int places)
{
    private const string Issuer = "peer", Audience = "peer";

    /// <summary>Runs it until its orders end.</summary>
    public static async Task Run(string connection, int pool, int places)
    {
        await using var store = await PeerStore.Open(new(connection, pool));
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "peer" };
        await using var app = PeerApp.Build(store, key, Issuer, Audience, places);
        await app.StartAsync();
        await Child.Serve(new() { ["port"] = new Uri(app.Urls.First()).Port }, new PeerRole(store, key, places).Do);
    }

    private async Task<JsonObject> Do(string op, JsonObject a)
    {
        switch (op)
        {
            case "tokens":
                return new()
                {
                    ["tokens"] =
                    new JsonArray([.. Enumerable.Range(0, (int)a["count"]!).Select(n => (JsonNode)Token((string)a["city"]!, n))])
                };
            case "person-tokens":
                return new()
                {
                    ["hosts"] = new JsonArray([.. Seed.Turns(a).Select(t => (JsonNode)Token(
                        Seed.Host(t.City, t.N).Value,
                        new Dictionary<string, object> { ["role"] = "host", ["person"] = Seed.Host(t.City, t.N).Value }))])
                };
            case "open-city":
                await store.OpenCity((string)a["city"]!, (int)a["places"]!, rows: (bool?)a["rows"] ?? false);
                return [];
            case "hold":
                var (city, run, rows, of) =
                    (CityId.Parse((string)a["city"]!), (string)a["run"]!, (bool?)a["rows"] ?? false, (int?)a["places"] ?? places);
                return await Loop.ForTime((int)a["clients"]!, (double)a["seconds"]!, async n =>
                {
                    var id = SponsorshipId.From(city, $"{run}-{n}").Value;
                    var outcome = rows
                        ? await store.HoldRow(city.Value, id, $"{run}-{n}", 1, of) : await store.HoldPlace(city.Value, id, $"{run}-{n}", 1);
                    if (outcome is not ("held" or "waiting")) throw new InvalidOperationException(outcome);
                });
            case "seed":
                await SeedCity(CityId.Parse((string)a["city"]!), (long)a["count"]!, (int?)a["months"] ?? 0, (bool?)a["people"] ?? false);
                return [];
            case "analyze":
                await store.Run("VACUUM ANALYZE");
                return [];
            case "form":
                return await Loop.ForCount((int)a["clients"]!, (long)a["count"]!, async n =>
                {
                    var (c, i) = Seed.Turn((string)a["cities"]!, (long)a["from"]! + n);
                    var outcome =
                        await store.Form(Seed.Sponsorship(c, i).Value, c.Value, Seed.Host(c, i).Value, Seed.Migrant(c, i).Value,
                            $"f-{c.Value}-{i}", 1);
                    if (outcome != "checking") throw new InvalidOperationException(outcome);
                });
            case "post":
                return await Loop.ForCount((int)a["clients"]!, (long)a["count"]!, async n =>
                {
                    var of = (long?)a["of"] ?? 0;
                    var (c, i) = Place(a, of == 0 ? (long)a["from"]! + n : ((long)a["from"]! + n) * 7919 % of);
                    var month = (short)a["month"]!;
                    var outcome =
                        await store.Post(new(Seed.Sponsorship(c, i).Value, month, Seed.Earned(i, month)), "acme",
                            $"e-{c.Value}-{i}-{month}", 1);
                    if (outcome != "posted") throw new InvalidOperationException(outcome);
                });
            case "import":
                return await Import(a);
            case "city":
                var id = (string)a["city"]!;
                return (bool?)a["rows"] ?? false
                    ? new()
                    {
                        ["held"] =
                        await store.Ask<long>($"SELECT count(*) FROM places WHERE city = '{id}' AND sponsorship IS NOT NULL"),
                        ["quota"] = await store.Ask<long>($"SELECT count(*) FROM places WHERE city = '{id}'")
                    }
                    : new()
                    {
                        ["held"] = await store.Ask<long>($"SELECT count(*) FROM holds WHERE city = '{id}'"),
                        ["quota"] = await store.Ask<int>($"SELECT quota FROM cities WHERE id = '{id}'"),
                        ["waiting"] = await store.Ask<long>($"SELECT count(*) FROM waiting WHERE city = '{id}'")
                    };
            default:
                throw new ArgumentException($"The peer does not know '{op}'.");
        }
    }

    private static (CityId City, long N) Place(JsonObject a, long n) =>
        (CityId.Parse($"{(string)a["cities"]!}{n / (long)a["perCity"]!}"), n % (long)a["perCity"]!);

    private async Task<JsonObject> Import(JsonObject a)
    {
        var (from, count, month) = ((long)a["from"]!, (long)a["count"]!, (short)a["month"]!);
        var rows = Enumerable.Range(0, (int)count).Select(n => Place(a, from + n))
            .Select(p => new PeerEarnings(Seed.Sponsorship(p.City, p.N).Value, month, Seed.Earned(p.N, month))).ToArray();
        var started = Stopwatch.GetTimestamp();
        var posted = await store.PostFile(rows, "acme", $"file-{from}-{month}");
        if (posted != count) throw new InvalidOperationException($"Of {count} rows {posted} were posted.");
        return new() { ["count"] = count, ["perSecond"] = count / Stopwatch.GetElapsedTime(started).TotalSeconds };
    }

    private async Task SeedCity(CityId city, long count, int months, bool people)
    {
        foreach (var part in Enumerable.Range(0, (int)count).Chunk(5_000))
        {
            var hosts = string.Join(",", part.Select(n => $"('{Seed.Host(city, n).Value}')"));
            var migrants = string.Join(",", part.Select(n => $"('{Seed.Migrant(city, n).Value}')"));
            if (people)
            {
                await store.Run($"INSERT INTO hosts (id) VALUES {hosts}");
                await store.Run($"INSERT INTO migrants (id) VALUES {migrants}");
                continue;
            }

            var rows = string.Join(",",
                part.Select(
                    n => $"('{Seed.Sponsorship(city, n).Value}','{city.Value}','{Seed.Host(city, n).Value}',"
                        + $"'{Seed.Migrant(city, n).Value}','arrived','2025-01-15',788620)"));
            await store.Run($"INSERT INTO sponsorships (id, city, host, migrant, status, arrived, baseline) VALUES {rows}");
        }

        for (short month = 1; month <= months; month++)
        {
            var rows = Enumerable.Range(0, (int)count)
                .Select(n => new PeerEarnings(Seed.Sponsorship(city, n).Value, month, Seed.Earned(n, month)));
            await store.PostFile(rows, "acme", $"seed-{city.Value}-{month}");
        }
    }

    private string Token(string city, int n) =>
        Token($"bench-{n}", new Dictionary<string, object> { ["role"] = "city-officer", ["city"] = city });

    private string Token(string subject, Dictionary<string, object> claims) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow,
            Expires = DateTime.UtcNow.AddHours(8),
            Claims = new Dictionary<string, object>(claims) { ["sub"] = subject },
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
        });
}
