namespace VipOrleans.Domain.Tests.Kernel;

using System.Text.Json;
using CsCheck;
using VipOrleans.Domain.Kernel;

public sealed class IdTests
{
    private const string Key = "0123456789abcdefghjkmnpqrs";

    [Fact]
    public void A_seed_makes_the_same_key_on_every_machine_for_ever()
    {
        // Golden values: ids stand in journals and in URLs; another derivation would make every retry a second thing.
        Assert.Equal("73p324567w3ga9nyzms2cpze94", IdText.KeyFrom(""));
        Assert.Equal("2w0k6y989ch1qzaq6angtfbbnz", IdText.KeyFrom("host 1"));
        Assert.Equal("nz-akl.host.2w0k6y989ch1qzaq6angtfbbnz", Sample.Host(1).Value);
        Assert.Equal("nz.migrant.0mcdfq7gg2q67t84c3v6cdepm7", Sample.Migrant(1).Value);
    }

    [Fact]
    public void A_key_that_is_made_is_one_that_is_read() => Gen.String.Sample(seed =>
    {
        var key = IdText.KeyFrom(seed);
        Assert.Equal(IdText.KeyLength, key.Length);
        Assert.Equal(key, IdText.KeyFrom(seed));
        Assert.True(HostId.TryParse($"nz-akl.host.{key}", out _));
    });

    [Fact]
    public void Different_seeds_make_different_keys() =>
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(n => IdText.KeyFrom($"{n}")).Distinct().Count());

    [Theory]
    [InlineData("nz")]
    [InlineData("us")]
    public void A_nation_is_two_lower_case_letters(string text) => Reads<NationId>(text);

    [Theory]
    [InlineData("nz-akl")]
    [InlineData("us-la")]
    [InlineData("gb-7oaks")]
    [InlineData("nz-123456789012345678901234")]
    public void A_city_is_its_nation_and_a_slug(string text)
    {
        Reads<CityId>(text);
        Assert.Equal(text[..2], CityId.Parse(text).Nation.Value);
        Assert.Equal($"{text}/city/{text[3..]}", CityId.Parse(text).Stream.Value);
    }

    [Fact]
    public void A_thing_of_a_city_knows_its_city_and_its_stream()
    {
        Reads<HostId>($"nz-akl.host.{Key}");
        Reads<HouseholdId>($"nz-akl.household.{Key}");
        Reads<HomeId>($"nz-akl.home.{Key}");
        Reads<SponsorshipId>($"nz-akl.sponsorship.{Key}");
        Assert.Equal((Sample.Auckland, $"nz-akl/host/{Key}"),
            (HostId.Parse($"nz-akl.host.{Key}").City, HostId.Parse($"nz-akl.host.{Key}").Stream.Value));
        Assert.Equal((Sample.Auckland, $"nz-akl/household/{Key}"),
            (HouseholdId.Parse($"nz-akl.household.{Key}").City, HouseholdId.Parse($"nz-akl.household.{Key}").Stream.Value));
        Assert.Equal((Sample.Auckland, $"nz-akl/home/{Key}"),
            (HomeId.Parse($"nz-akl.home.{Key}").City, HomeId.Parse($"nz-akl.home.{Key}").Stream.Value));
        Assert.Equal((Sample.Auckland, $"nz-akl/sponsorship/{Key}"),
            (SponsorshipId.Parse($"nz-akl.sponsorship.{Key}").City, SponsorshipId.Parse($"nz-akl.sponsorship.{Key}").Stream.Value));
    }

    [Fact]
    public void A_migrant_knows_their_nation_and_stream()
    {
        Reads<MigrantId>($"nz.migrant.{Key}");
        Assert.Equal((Sample.NewZealand, $"nz/migrant/{Key}"),
            (MigrantId.Parse($"nz.migrant.{Key}").Nation, MigrantId.Parse($"nz.migrant.{Key}").Stream.Value));
    }

    [Theory]
    [InlineData("nz-akl/host/0123")]
    [InlineData("nz/migrant/a")]
    [InlineData("nz-akl/courier/checkpoint")]
    public void A_stream_is_partition_kind_and_key(string text)
    {
        Reads<StreamId>(text);
        var parts = text.Split('/');
        Assert.Equal((parts[0], parts[1]), (StreamId.Parse(text).Partition, StreamId.Parse(text).Kind));
        Assert.Equal(StreamId.Parse(text), StreamId.Of(parts[0], parts[1], parts[2]));
    }

    // Path tricks, encodings, other cases, look-alikes of other scripts, control characters, other kinds, and lengths just off.
    internal static readonly string?[] NoIdAtAll =
    [
        null, "", " ", ".", "..", "../", "../nz-akl", "nz-akl/..", "/", "//", "///", "\\", "%2f", "nz%2dakl", "nz-akl%00", "nz-akl\0",
        "nz-akl\n", "\nnz-akl", " nz-akl", "nz-akl ",
        "NZ", "Nz", "nZ", "n", "nzl", "n1", "ｎｚ", "пz", "NZ-AKL", "nz-Akl", "nz_akl", "nz-", "nz-a", "nzakl", "-akl", "nz--akl", "nz-akl-2",
        "nz-ākl", "nz-аkl", "nz–akl", "nz-1234567890123456789012345",
        $"nz-akl.host.{Key[1..]}", $"nz-akl.host.{Key}0", $"nz-akl.host.{Key.ToUpperInvariant()}", "nz-akl.host.0123456789abcdefghijklmnop",
        "nz-akl.host.0123456789abcdefghjkmnpqru",
        $"nz-akl.host..{Key[1..]}", $"nz-akl.host/{Key}", $"nz-akl.Host.{Key}", $"NZ-akl.host.{Key}", $"nz.host.{Key}",
        $"nz-akl.migrant.{Key}", $"nz-akl.hosts.{Key}", $"nz-akl.person.{Key}", $".host.{Key}",
        $"../nz-akl.host.{Key}", $"nz-akl.host.{Key}/..", $"nz-akl.host.../../{Key[6..]}", $"nz-akl%2ehost.{Key}",
        $"nz-akl.host.{Key[..25]}ｓ", $"nz-akl.host.{Key[..25]}\n", $"nz-akl.hоst.{Key}",
        "nz-akl/host", "nz-akl/host/", "/host/0", "nz-akl//0", "nz-akl/host/0/1", "nz-akl/host/A", "nz-akl/host/..", "nz-akl/host/a.b",
        "nz-akl/host/a b", "nz-akl/host/a%2f", "nz-akl\\host\\a",
        $"nz-akl/host/{new string('a', 89)}", new string('a', 1_000_000), new string('/', 1_000_000),
    ];

    [Fact]
    public void What_is_no_id_is_refused_by_every_kind_of_id()
    {
        foreach (var text in NoIdAtAll)
        {
            Refuses<NationId>(text);
            Refuses<CityId>(text);
            Refuses<HostId>(text);
            Refuses<HouseholdId>(text);
            Refuses<HomeId>(text);
            Refuses<SponsorshipId>(text);
            Refuses<MigrantId>(text);
            Refuses<StreamId>(text);
        }
    }

    [Fact]
    public void No_id_is_of_two_kinds()
    {
        foreach (var (kind,
            text) in new[] { ("host", Sample.Host(1).Value), ("household", Sample.Household(1).Value), ("home", Sample.Home(1).Value),
                ("sponsorship", Sample.Case(1).Value), ("migrant", Sample.Migrant(1).Value) })
        {
            Assert.Equal(kind == "host", HostId.TryParse(text, out _));
            Assert.Equal(kind == "household", HouseholdId.TryParse(text, out _));
            Assert.Equal(kind == "home", HomeId.TryParse(text, out _));
            Assert.Equal(kind == "sponsorship", SponsorshipId.TryParse(text, out _));
            Assert.Equal(kind == "migrant", MigrantId.TryParse(text, out _));
        }
    }

    [Fact]
    public void Text_from_outside_is_an_id_exactly_when_it_is_written_back_the_same() =>
        Gen.Char["nzakl-./host0123456789 %A"].Array[0, 12].Select(c => new string(c)).Sample(text =>
    {
        if (CityId.TryParse(text, out var city)) Assert.Matches("^[a-z]{2}-[a-z0-9]{2,24}\\z", city.Value);
        if (StreamId.TryParse(text, out var stream)) Assert.Matches("^[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+\\z", stream.Value);
    }, iter: 20_000);

    private static void Reads<TId>(string text) where TId : struct, IId<TId>
    {
        Assert.True(TId.TryParse(text, out var id), $"'{text}' is {TId.Grammar}.");
        Assert.Equal(text, id.Value);
        Assert.Equal(text, id.ToString());
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(id));
        Assert.Equal(id, JsonSerializer.Deserialize<TId>($"\"{text}\""));
        var byId = JsonSerializer.Serialize(new Dictionary<TId, int> { [id] = 7 });
        Assert.Equal($$"""{"{{text}}":7}""", byId);
        Assert.Equal(7, JsonSerializer.Deserialize<Dictionary<TId, int>>(byId)![id]);
    }

    private static void Refuses<TId>(string? text) where TId : struct, IId<TId>
    {
        Assert.False(TId.TryParse(text, out var id), $"'{text}' is not {TId.Grammar}.");
        Assert.Equal(default, id);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TId>(JsonSerializer.Serialize(text)));
        Assert.Throws<JsonException>(
            () => JsonSerializer.Deserialize<Dictionary<TId, int>>(
                JsonSerializer.Serialize(new Dictionary<string, int> { [text ?? ""] = 7 })));
    }
}
