namespace VipOrleans.Domain.News;

using VipOrleans.Domain.Kernel;

/// <summary>Who is to know of an event, before it is known who that is.</summary>
public enum Addressee
{
    /// <summary>The host, and the host's guardian.</summary>
    Host,

    /// <summary>The migrant.</summary>
    Migrant,

    /// <summary>The employer that the event names.</summary>
    Employer,

    /// <summary>Who raised the concern, sent the file or made the invitation.</summary>
    Author,

    /// <summary>The persons whose records the event is about.</summary>
    Persons,

    /// <summary>Everybody who is a host of the city.</summary>
    EveryHost,

    /// <summary>The office of the city.</summary>
    CityOffice,

    /// <summary>The office of the nation.</summary>
    NationOffice,
}

/// <summary>What an event is about: the ids by which its addressees are found. What an event does not say, an earlier one of its stream or
/// of its sponsorship does.</summary>
public sealed record NewsAbout
{
    /// <summary>The sponsorship.</summary>
    public SponsorshipId? Sponsorship { get; init; }

    /// <summary>The host.</summary>
    public HostId? Host { get; init; }

    /// <summary>The host's guardian.</summary>
    public HostId? Guardian { get; init; }

    /// <summary>True if no host is told, whoever it is.</summary>
    public bool IsWithoutHost { get; init; }

    /// <summary>The migrant.</summary>
    public MigrantId? Migrant { get; init; }

    /// <summary>True if no migrant is told, whoever it is.</summary>
    public bool IsWithoutMigrant { get; init; }

    /// <summary>The employer's own id.</summary>
    public string? Employer { get; init; }

    /// <summary>Who raised the concern, sent the file or made the invitation, as an actor.</summary>
    public string? Author { get; init; }

    /// <summary>The persons whose records it is about.</summary>
    public IReadOnlyList<PersonId> Persons { get; init; } = [];

    /// <summary>What the entry names, if it is not the thing whose stream the event stands in.</summary>
    public string? Subject { get; init; }

    /// <summary>Which one of several.</summary>
    public int Number { get; init; }

    /// <summary>What is said here, and for the rest what was known.</summary>
    public NewsAbout Over(NewsAbout known) => new()
    {
        Sponsorship = Sponsorship ?? known.Sponsorship,
        Host = Host ?? known.Host,
        Guardian = Guardian ?? known.Guardian,
        IsWithoutHost = IsWithoutHost || known.IsWithoutHost,
        Migrant = Migrant ?? known.Migrant,
        IsWithoutMigrant = IsWithoutMigrant || known.IsWithoutMigrant,
        Employer = Employer ?? known.Employer,
        Author = Author ?? known.Author,
        Persons = Persons.Count > 0 ? Persons : known.Persons,
        Subject = Subject ?? known.Subject,
        Number = Number > 0 ? Number : known.Number,
    };
}

/// <summary>One line of a rule: who is told, and what.</summary>
/// <param name="To">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="When">Which events it is for; null for all of the type.</param>
public sealed record NewsLine(Addressee To, NewsKind Kind, Func<object, bool>? When = null)
{
    /// <summary>The line for some events only.</summary>
    public NewsLine If<TEvent>(Func<TEvent, bool> when) => this with { When = e => when((TEvent)e) };
}

/// <summary>What becomes news of one type of event.</summary>
/// <param name="Event">The type.</param>
/// <param name="Lines">Who is told; of two lines for one recipient the first counts.</param>
/// <param name="Nobodys">Why it is nobody's news; null if it is somebody's.</param>
public sealed record NewsRule(Type Event, IReadOnlyList<NewsLine> Lines, string? Nobodys = null)
{
    /// <summary>What an event is about, besides what is known; more than one thing where it decides on many at once.</summary>
    public Func<object, IReadOnlyList<NewsAbout>>? About { get; init; }

    /// <summary>True if what it says is known of its stream from then on.</summary>
    public bool IsKept { get; init; }

    /// <summary>The lines that an event has.</summary>
    public IEnumerable<NewsLine> LinesOf(object e) => Lines.Where(l => l.When?.Invoke(e) != false);
}
