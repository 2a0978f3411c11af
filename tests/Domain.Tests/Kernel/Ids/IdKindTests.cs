namespace VipOrleans.Domain.Tests.Kernel;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;

/// <summary>What is derived of ids, for all of them, and for one that nobody has entered anywhere.</summary>
public sealed class IdKindTests
{
    private static readonly IdKinds WithParcels = new(typeof(CityId).Assembly, typeof(ParcelId).Assembly);

    public static TheoryData<string> Parameters => [.. WithParcels.All.Select(id => id.Parameter)];

    [Fact]
    public void Every_id_of_the_domain_is_known()
    {
        var declared = typeof(CityId).Assembly.GetTypes().Where(t => t.IsValueType && t.Name.EndsWith("Id", StringComparison.Ordinal));
        Assert.Equal(declared.Select(t => t.Name).Order(), IdKinds.OfDomain.All.Select(id => id.Type.Name).Order());
        Assert.All(IdKinds.OfDomain.All, id => Assert.Same(id, IdKinds.OfDomain.OfParameter(id.Parameter)));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void An_id_reads_its_own_example_and_writes_it_back(string parameter)
    {
        var kind = WithParcels.OfParameter(parameter)!;
        var id = kind.Read(kind.Example)!;
        Assert.IsType(kind.Type, id);
        Assert.Equal((kind.Example, kind.Example), (id.Value, id.ToString()));
        var json = JsonSerializer.Serialize(id, kind.Type);
        Assert.Equal($"\"{kind.Example}\"", json);
        Assert.Equal(id, JsonSerializer.Deserialize(json, kind.Type));
        // The word stands in journals and stays when the type learns a better one.
        if (kind.Type == typeof(DuplicateId)) Assert.Equal("personCase", parameter);
        else Assert.Equal(kind.Type.Name, $"{char.ToUpperInvariant(parameter[0])}{parameter[1..]}Id");
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void The_pattern_of_an_id_says_what_it_reads(string parameter)
    {
        var kind = WithParcels.OfParameter(parameter)!;
        var pattern = new Regex($@"^(?:{kind.Pattern})\z", RegexOptions.CultureInvariant);
        var examples = WithParcels.All.Select(id => id.Example).ToList();
        var texts = IdTests.NoIdAtAll.OfType<string>().Where(text => text.Length <= StreamId.MaxLength)
            .Concat(examples).Concat(examples.SelectMany(text => new[] { text[1..], text[..^1], $"{text}0", text.ToUpperInvariant() }));
        foreach (var text in texts) Assert.True(pattern.IsMatch(text) == kind.Read(text) is not null, $"'{text}' and {kind.Pattern}");
        Assert.Null(kind.Read(null));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void An_id_knows_where_it_lies(string parameter)
    {
        var kind = WithParcels.OfParameter(parameter)!;
        var (city, nation) = (CityId.Parse("nz-akl"), NationId.Parse("nz"));
        (CityId?, NationId?) place = kind.Scope switch
        {
            IdScope.None => (null, null),
            IdScope.Nation => (null, nation),
            _ => (city, nation),
        };
        var id = kind.Read(kind.Example)!;
        Assert.Equal(place, (id.InCity, id.InNation));
        var none = (IId)Activator.CreateInstance(kind.Type)!;
        Assert.Equal((null, null), (none.InCity, none.InNation));
    }

    [Fact]
    public void What_lies_in_a_city_or_a_nation_says_in_which()
    {
        foreach (var text in new[] { $"nz.round.{IdText.KeyFrom("x")}", "nz/migrant/0", Sample.Migrant(1).Value })
        {
            var read = IdKinds.OfDomain.All.Where(id => id.Scope == IdScope.CityOrNation).Select(id => id.Read(text)).OfType<IId>();
            Assert.Equal((null, NationId.Parse("nz")), (Assert.Single(read).InCity, Assert.Single(read).InNation));
        }
    }

    [Fact]
    public void An_id_that_is_only_declared_has_all_that_ids_have()
    {
        var kind = WithParcels.OfParameter("parcel")!;
        Assert.Equal((typeof(ParcelId), IdScope.City), (kind.Type, kind.Scope));
        Assert.Equal(@"[a-z]{2}-[a-z0-9]{2,24}\.parcel\.[0-9abcdefghjkmnpqrstvwxyz]{26}", kind.Pattern);
        var id = ParcelId.From(Sample.Auckland, "x");
        Assert.Equal((Sample.Auckland, $"nz-akl/parcel/{IdText.KeyFrom("x")}"), (id.City, id.Stream.Value));
        Assert.Equal(id, ParcelId.Parse(id.Value));
        Assert.Null(IdKinds.OfDomain.OfParameter("parcel"));
    }

    [Fact]
    public void A_type_that_is_no_id_is_no_kind()
    {
        Assert.Null(IdKind.Of(typeof(string)));
        Assert.Null(IdKind.Of(typeof(Moment)));
        Assert.Null(IdKind.Of(typeof(IThingId<>)));
    }

    [Fact]
    public void Two_types_of_one_kind_are_refused() =>
        Assert.Throws<InvalidOperationException>(() => new IdKinds(typeof(CityId).Assembly, typeof(CityId).Assembly));
}

/// <summary>Identifies nothing: it is declared, and that is all that is done for it.</summary>
[JsonConverter(typeof(IdJsonConverter<ParcelId>))]
public readonly record struct ParcelId : ICityThingId<ParcelId>
{
    private ParcelId(string value) => Value = value;

    public string Value { get; }

    public static string Kind => "parcel";

    public static string Grammar => "a parcel's id such as 'nz-akl.parcel.0123456789abcdefghjkmnpqrs'";

    public static bool TryParse(string? text, out ParcelId id) => IdText.TryParse(text, out id);

    static ParcelId IThingId<ParcelId>.Known(string text) => new(text);

    public override string ToString() => Value;
}
