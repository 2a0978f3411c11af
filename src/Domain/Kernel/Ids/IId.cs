namespace VipOrleans.Domain.Kernel;

/// <summary>An identifier with a text form, whichever kind it is of.</summary>
public interface IId
{
    /// <summary>The id's text, exactly as it appears in URLs and streams.</summary>
    string Value { get; }

    /// <summary>The city in which the thing lies; null if it lies in none, or in a nation as a whole.</summary>
    CityId? InCity { get; }

    /// <summary>The nation in which the thing lies; null if its text says nothing of one.</summary>
    NationId? InNation { get; }
}

/// <summary>
/// What a type of ids says of itself. Routes, schemas, access rules, wire and registry are derived from it: see <see cref="IdKinds"/>.
/// </summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IId<TSelf> : IId where TSelf : struct, IId<TSelf>
{
    /// <summary>The word for the thing in its ids, streams and routes, such as <c>host</c>. No two types have the same.</summary>
    static abstract string Kind { get; }

    /// <summary>What a thing of this kind belongs to: what the text of its id begins with.</summary>
    static abstract IdScope Scope { get; }

    /// <summary>What a valid text looks like, to complete the sentence "'x' is not …".</summary>
    static abstract string Grammar { get; }

    /// <summary>The regular expression of a valid text, without its anchors.</summary>
    static abstract string Pattern { get; }

    /// <summary>A valid text, for documentation.</summary>
    static abstract string Example { get; }

    /// <summary>Reads an id from its text; false where the text is not one.</summary>
    /// <remarks>Public on each id itself: ASP.NET binds a route's parameter by it and sees no inherited one.</remarks>
    static abstract bool TryParse(string? text, out TSelf id);

    CityId? IId.InCity =>
        TSelf.Scope is IdScope.City or IdScope.CityOrNation && CityId.TryParse(IdText.PlaceOf(Value), out var city) ? city : null;

    NationId? IId.InNation =>
        TSelf.Scope is not IdScope.None && Value is { Length: >= 2 } && NationId.TryParse(Value[..2], out var nation) ? nation : null;
}

/// <summary>An id of a thing in a partition: the partition, the kind and a key of 26 characters, with dots between them.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IThingId<TSelf> : IId<TSelf> where TSelf : struct, IThingId<TSelf>
{
    /// <summary>The id of a text that is known to be valid.</summary>
    static abstract TSelf Known(string text);

    static string IId<TSelf>.Pattern => $@"{IdText.PlacePattern(TSelf.Scope)}\.{TSelf.Kind}\.{IdText.KeyPattern}";

    static string IId<TSelf>.Example => $"{(TSelf.Scope == IdScope.Nation ? "nz" : "nz-akl")}.{TSelf.Kind}.{IdText.ExampleKey}";
}

/// <summary>An id of a thing that belongs to a city, such as <c>nz-akl.host.0123456789abcdefghjkmnpqrs</c>.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface ICityThingId<TSelf> : IThingId<TSelf> where TSelf : struct, ICityThingId<TSelf>
{
    static IdScope IId<TSelf>.Scope => IdScope.City;
}

/// <summary>An id of a thing that belongs to a nation, such as <c>nz.migrant.0123456789abcdefghjkmnpqrs</c>.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface INationThingId<TSelf> : IThingId<TSelf> where TSelf : struct, INationThingId<TSelf>
{
    static IdScope IId<TSelf>.Scope => IdScope.Nation;
}

/// <summary>An id of a thing that belongs to a city, or to a nation as a whole, such as a round.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IPlaceThingId<TSelf> : IThingId<TSelf> where TSelf : struct, IPlaceThingId<TSelf>
{
    static IdScope IId<TSelf>.Scope => IdScope.CityOrNation;
}
