namespace VipOrleans.Domain.News;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>Who has an inbox: a host, a migrant, an employer, or the office of a city or of a nation.</summary>
/// <remarks>
/// Text form: what it is, a colon and the id, as in <c>migrant:nz.migrant.0123…</c>, <c>employer:nz/acme</c> or
/// <c>city-office:nz-akl</c>. A person's is the actor that stands beside events. The default value is nobody.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<RecipientId>))]
public readonly record struct RecipientId : IId<RecipientId>
{
    private const string HostRole = "host:", MigrantRole = "migrant:", EmployerRole = "employer:", CityRole = "city-office:",
        NationRole = "nation-office:";

    private RecipientId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    static string IId<RecipientId>.Kind => "recipient";

    /// <inheritdoc/>
    public static IdScope Scope => IdScope.None;

    /// <inheritdoc/>
    public static string Grammar =>
        "whose inbox it is: 'host:', 'migrant:', 'employer:', 'city-office:' or 'nation-office:' and an id, such as 'city-office:nz-akl'";

    /// <inheritdoc/>
    public static string Pattern =>
        $@"(host:{PatternOf<HostId>()}|migrant:{PatternOf<MigrantId>()}|employer:[a-z]{{2}}/[A-Za-z0-9._-]{{1,100}}"
            + $@"|city-office:{PatternOf<CityId>()}|nation-office:{PatternOf<NationId>()})";

    /// <inheritdoc/>
    public static string Example => "city-office:nz-akl";

    /// <summary>The host, or null.</summary>
    public HostId? Host => HostId.TryParse(After(HostRole), out var host) ? host : null;

    /// <summary>The migrant, or null.</summary>
    public MigrantId? Migrant => MigrantId.TryParse(After(MigrantRole), out var migrant) ? migrant : null;

    /// <summary>True for an employer.</summary>
    public bool IsEmployer => Value.StartsWith(EmployerRole, StringComparison.Ordinal);

    /// <summary>True for the office of a city or of a nation, which all of its officers share.</summary>
    public bool IsOffice => Value.StartsWith(CityRole, StringComparison.Ordinal) || Value.StartsWith(NationRole, StringComparison.Ordinal);

    /// <summary>The city or nation in which the inbox lies: a host's and a city office's city, and everybody else's nation.</summary>
    public string Place
    {
        get
        {
            var id = Value[(Value.IndexOf(':', StringComparison.Ordinal) + 1)..];
            var end = id.AsSpan().IndexOfAny('.', '/');
            // An employer's own id may have a dot in it, and its nation stands before a slash.
            return end < 0 ? id : id[..end];
        }
    }

    /// <summary>The stream of the inbox.</summary>
    public StreamId Stream => StreamId.Of(Place, "inbox", IdText.KeyFrom(Value));

    /// <summary>Under whose key in the vault the inbox's addresses are: a person's own, with whom they are erased.</summary>
    public string Owner => Host?.Value ?? Migrant?.Value ?? Stream.Value.Replace('/', '.');

    /// <summary>A host.</summary>
    public static RecipientId Of(HostId host) => new(HostRole + host.Value);

    /// <summary>A migrant.</summary>
    public static RecipientId Of(MigrantId migrant) => new(MigrantRole + migrant.Value);

    /// <summary>A host or a migrant.</summary>
    public static RecipientId Of(PersonId person) => person.Host is { } host ? Of(host) : Of(person.Migrant!.Value);

    /// <summary>An employer of a nation.</summary>
    public static RecipientId OfEmployer(NationId nation, string employer) => new(Employers.Actor(nation, employer));

    /// <summary>The office of a city.</summary>
    public static RecipientId OfficeOf(CityId city) => new(CityRole + city.Value);

    /// <summary>The office of a nation.</summary>
    public static RecipientId OfficeOf(NationId nation) => new(NationRole + nation.Value);

    /// <summary>Who acted, as a recipient; null for officers and auditors, who have no inbox of their own.</summary>
    public static RecipientId? OfActor(string actor) => TryParse(actor, out var one) && !one.IsOffice ? one : null;

    /// <summary>Reads a recipient from its text.</summary>
    /// <exception cref="FormatException">The text is not one.</exception>
    public static RecipientId Parse(string text) =>
        TryParse(text, out var one) ? one : throw new FormatException($"'{text}' is not {Grammar}.");

    /// <inheritdoc/>
    public static bool TryParse(string? text, out RecipientId id)
    {
        id = default;
        if (text is null) return false;
        var one = new RecipientId(text);
        var valid = one.Host is not null || one.Migrant is not null
            || CityId.TryParse(one.After(CityRole), out _) || NationId.TryParse(one.After(NationRole), out _)
            || (one.After(EmployerRole) is { Length: > 3 } employer && employer[2] == '/' && NationId.TryParse(employer[..2], out _)
                && Employers.IsId(employer[3..]));
        if (valid) id = one;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string PatternOf<TId>() where TId : struct, IId<TId> => TId.Pattern;

    private string? After(string role) =>
        Value is not null && Value.StartsWith(role, StringComparison.Ordinal) ? Value[role.Length..] : null;
}
