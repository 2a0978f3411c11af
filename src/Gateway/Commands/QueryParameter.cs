namespace VipOrleans.Gateway.Commands;

using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;

/// <summary>
/// A parameter of the query, as an endpoint declares it. What is not declared is refused, so that no filter is silently ignored.
/// </summary>
internal abstract class QueryParameter(string name, string description, bool isRequired)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public bool IsRequired { get; } = isRequired;

    /// <summary>The type whose schema describes it.</summary>
    public abstract Type Type { get; }

    /// <summary>An example of it.</summary>
    public abstract string Example { get; }

    /// <summary>Writes into its schema what the parser holds it to, besides its type.</summary>
    public abstract void Describe(OpenApiSchema schema);

    /// <summary>What would be right; null where the text is.</summary>
    protected abstract string? Problem(string text);

    /// <summary>Checks the query of a request against what its endpoint declares.</summary>
    public static void CheckAll(HttpContext http, Endpoint endpoint)
    {
        var known = endpoint.Metadata.GetOrderedMetadata<QueryParameter>();
        QueryParameter[] taken = [.. known, .. endpoint.Metadata.GetOrderedMetadata<UnlistedParameter>().Select(p => p.Parameter)];
        var errors = new Errors();
        foreach (var (name, values) in http.Request.Query)
        {
            var parameter = taken.FirstOrDefault(p => p.Name == name);
            if (parameter is null) errors.Add("query",
                known.Count == 0
                    ? "No query parameter is known here."
                    : $"A query parameter is not known; known are: {string.Join(", ", known.Select(p => p.Name))}.");
            else if (values.Count != 1) errors.Add(name, "Give it once.");
            else if (parameter.Problem(values[0] ?? "") is { } problem) errors.Add(name, problem);
        }

        foreach (var missing in known.Where(p => p.IsRequired && !http.Request.Query.ContainsKey(p.Name)))
        {
            errors.Add(missing.Name, $"Is missing: {missing.Description}");
        }

        errors.ThrowIfAny();
    }
}

/// <summary>
/// A parameter that an operation takes and does not list: what it asks for is another operation by now, and whoever learned it here gets
/// that one.
/// </summary>
/// <param name="Parameter">The parameter.</param>
internal sealed record UnlistedParameter(QueryParameter Parameter);

/// <summary>Refuses what an endpoint's query may not have, as soon as the caller is let in.</summary>
internal sealed class QueryMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        // What anyone may ask has a query of its own only if it declares one: pages of the reference and health checks take any.
        if (http.GetEndpoint() is RouteEndpoint endpoint
            && (endpoint.Metadata.GetMetadata<AccessRule>() is { IsAnonymous: false }
                || endpoint.Metadata.GetMetadata<QueryParameter>() is not null))
        {
            QueryParameter.CheckAll(http, endpoint);
        }

        return next(http);
    }
}

/// <summary>Reads a value from its text.</summary>
internal delegate bool TryParser<T>(string text, out T value);

internal sealed class QueryParameter<T>(string name, string description, string example, string problem, TryParser<T> parser,
    bool isRequired = false, Action<OpenApiSchema>? describe = null) : QueryParameter(name, description, isRequired)
{
    public override Type Type => typeof(T);

    public override void Describe(OpenApiSchema schema) => describe?.Invoke(schema);

    public override string Example => example;

    /// <summary>The value of a request, which has been checked; the default where it is not given.</summary>
    public T? Of(HttpContext http) =>
        http.Request.Query.TryGetValue(Name, out var text) && parser(text.ToString(), out var value) ? value : default;

    protected override string? Problem(string text) => parser(text, out _) ? null : problem;
}

/// <summary>All parameters that a query may have.</summary>
internal static class Query
{
    private const int MaxCursor = 300;

    public static readonly QueryParameter<int> Limit =
        new("limit", $"How many items, 1 to {GatewayLimits.MaxPage}; {GatewayLimits.DefaultPage} where it is not given.", "50",
        $"Expected a whole number from 1 to {GatewayLimits.MaxPage}.",
        (text, out value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= GatewayLimits.MaxPage,
        describe: schema => (schema.Minimum, schema.Maximum) = ("1", $"{GatewayLimits.MaxPage}"));

    public static readonly QueryParameter<string> Cursor =
        new("cursor", "Where to go on: 'next' of the page before.", "AQAAAAAAAAAAAAAAAA", "Expected 'next' of the page before, unchanged.",
        (text, out value) =>
        {
            value = text;
            return text.Length is > 0 and <= MaxCursor;
        },
        describe: schema => schema.MaxLength = MaxCursor);

    public static readonly QueryParameter<bool?> Suspended = Bool("suspended", "Only hosts who are suspended, or only those who are not.");
    public static readonly QueryParameter<bool?> InSponsorship =
        Bool("inSponsorship", "Only those in a live sponsorship, or only those who are in none.");
    public static readonly QueryParameter<bool?> Due =
        Bool("due", "Only grace periods that are over and wait for an officer, or only the others.");
    public static readonly QueryParameter<HouseholdId?> Household =
        Id<HouseholdId>("household", "Only of this household.");
    public static readonly QueryParameter<HostId?> Host =
        Id<HostId>("host", "Only of this host.");
    public static readonly QueryParameter<MigrantId?> Migrant =
        Id<MigrantId>("migrant", "Only of this migrant.");

    public static readonly QueryParameter<CityId?> City = Id<CityId>("city", "The city.", isRequired: true);

    public static readonly QueryParameter<string> Language =
        Text("language", "Only those who speak this language: a tag of BCP 47, of which country and script do not count.", "ne",
            TextForms.Language);
    public static readonly QueryParameter<string> Trade =
        Text("trade", "Only those who know this trade: a unit group of ISCO-08.", "7115",
            Profile.TradeForm);

    public static readonly QueryParameter<Interest?> Interest =
        new("interest", "Only those who like this.", "choir", $"Expected one of: {string.Join(", ", Codes<Interest>.All)}.",
        (text, out value) =>
        {
            var known = Codes<Interest>.TryParse(text, out var code);
            value = code;
            return known;
        });

    public static readonly QueryParameter<bool?> StepFree =
        Bool("stepFree", "Only homes without steps, or only those with; of migrants, those who need that.");
    public static readonly QueryParameter<bool?> OwnRoom =
        Bool("ownRoom", "Only homes with a room for the migrant alone, or only those without; of migrants, those who need that.");
    public static readonly QueryParameter<bool?> Cats =
        Bool("cats", "Only homes with a cat, or only those without; of migrants, those who cannot live with one.");
    public static readonly QueryParameter<bool?> Dogs =
        Bool("dogs", "Only homes with a dog, or only those without; of migrants, those who cannot live with one.");

    public static readonly QueryParameter<SponsorshipStatus?> Status =
        new("status", "Only sponsorships that stand so.", "active", $"Expected one of: {string.Join(", ", Codes<SponsorshipStatus>.All)}.",
        (text, out value) =>
        {
            var known = Codes<SponsorshipStatus>.TryParse(text, out var code);
            value = code;
            return known;
        });

    public static readonly QueryParameter<bool?> Overdue =
        Bool("overdue", "Only those whose next step should have been taken by now, or only the others.");
    public static readonly QueryParameter<bool?> Unread = Bool("unread", "Only entries that are not marked as read, or only the others.");
    public static readonly QueryParameter<bool?> Escalated = Bool("escalated", "Only those that went to the nation, or only the others.");
    public static readonly QueryParameter<SponsorshipId?> Sponsorship =
        Id<SponsorshipId>("sponsorship", "Only of this sponsorship.");

    public static readonly QueryParameter<bool?> OpenRulings =
        Bool("open", "Only rulings that an officer has to decide, or only the others.");

    public static readonly QueryParameter<bool?> BothLive =
        Bool("bothLive", "Only those whose record is in a live sponsorship now while another one of the person is, or only the others.");

    public static readonly QueryParameter<ConcernKind?> ConcernKind =
        new("kind", "Only concerns of this kind.", "recruitment-debt", $"Expected one of: {string.Join(", ", Codes<ConcernKind>.All)}.",
        (text, out value) =>
        {
            var known = Codes<ConcernKind>.TryParse(text, out var code);
            value = code;
            return known;
        });

    public static readonly QueryParameter<ConcernStatus?> ConcernStatus =
        new("status", "Only concerns that stand so.", "raised", $"Expected one of: {string.Join(", ", Codes<ConcernStatus>.All)}.",
        (text, out value) =>
        {
            var known = Codes<ConcernStatus>.TryParse(text, out var code);
            value = code;
            return known;
        });

    public static readonly QueryParameter<CreditStatus?> CreditStatus =
        new("status", "Only credits that stand so.", "set-aside", $"Expected one of: {string.Join(", ", Codes<CreditStatus>.All)}.",
        (text, out value) =>
        {
            var known = Codes<CreditStatus>.TryParse(text, out var code);
            value = code;
            return known;
        });

    public static readonly QueryParameter<bool?> Late = Bool("late", "Only employers who are late, or only the others.");

    public static readonly QueryParameter<FieldSeparator?> Separator =
        Choice<FieldSeparator>("separator", "What stands between the fields of a CSV file; a comma unless a first line 'sep=;' says so.");
    public static readonly QueryParameter<DecimalMark?> Decimals = Choice<DecimalMark>("decimals",
        "What stands before the decimals of a spreadsheet's amounts. If it is said, thousands may be grouped, and zeros that are missing "
            + "at the end are added.");
    public static readonly QueryParameter<DayOrder?> Days =
        Choice<DayOrder>("days", "In which order days are written; 'ymd' where it is not given.");

    public static readonly QueryParameter<RateSourceId?> RateSource =
        Id<RateSourceId>("source", "Whose rates the file has.", isRequired: true);
    public static readonly QueryParameter<bool?> Correction =
        Bool("correction", "True where rates that are there already may be replaced; the old ones stay in the journal.");
    public static readonly QueryParameter<Currency?> From = CurrencyCode("from", "The currency to convert from.", "PHP");
    public static readonly QueryParameter<Currency?> To = CurrencyCode("to", "The currency to convert to.", "NZD");

    public static readonly QueryParameter<DateOnly?> On =
        new("on", "The day.", "2024-03-09", TextForms.Day.Sentence,
        (text, out value) =>
        {
            var valid = TextForms.TryDay(text, out var day);
            value = day;
            return valid;
        }, isRequired: true);

    public static readonly QueryParameter<bool?> DryRun =
        Bool("dryRun", "True to try it: it is answered the same, nothing changes, and the key of the request is not used up.");
    public static readonly QueryParameter<int> ShareYear =
        Count("year", "The share year, from 1.", SponsorshipDecider.MaxShareYears);
    public static readonly QueryParameter<int> ShareMonth = Count("month", "The month of the share year.", GainShare.MonthsPerYear);
    public static readonly QueryParameter<string> OfEmployer =
        Text("employer", "For an officer: the employer; left out where none was named. An employer leaves it out.", "acme-orchards",
            TextForms.Employer);

    public static readonly QueryParameter<string> NamedEmployer =
        Text("employer", "Only those of this employer.", "acme-orchards", TextForms.Employer);
    public static readonly QueryParameter<bool?> Flagged =
        Bool("flagged", "Only what an officer should look at, or only the rest.");

    public static readonly QueryParameter<bool?> OpenFindings =
        Bool("open", "Only what no officer has settled, or only the rest.");

    public static readonly QueryParameter<FileForm?> Format = new("format", "How the file is written; 'csv' where it is not given.", "csv",
        $"Expected one of: {string.Join(", ", Codes<FileForm>.All)}.",
        (text, out value) =>
        {
            var known = Codes<FileForm>.TryParse(text, out var code);
            value = code;
            return known;
        });

    public static readonly QueryParameter<VisaState?> VisaState =
        new("state", "Only applications that stand so.", "applied", $"Expected one of: {string.Join(", ", Codes<VisaState>.All)}.",
        (text, out value) =>
        {
            var known = Codes<VisaState>.TryParse(text, out var code);
            value = code;
            return known;
        });

    public static readonly QueryParameter<int?> ExpiresWithin =
        new("expiresWithin", "Only granted visas whose last day is at most so many days away.", "90",
        "Expected a whole number of days from 1 to 7300.",
        (text, out value) =>
        {
            var valid = TextForms.TryCount(text, 7300, out var days);
            value = days;
            return valid;
        },
        describe: schema => (schema.Minimum, schema.Maximum) = ("1", "7300"));

    public static readonly QueryParameter<string> VisaReference =
        new("reference", "The reference under which the immigration authority has the application.", "INZ/2025-4711",
        TextForms.Reference.Sentence,
        (text, out value) =>
        {
            value = text;
            return TextForms.Reference.Problem(text) is null;
        }, isRequired: true, describe: schema => schema.Pattern = TextForms.Reference.Pattern);

    public static readonly QueryParameter<ReadPurpose?> Purpose =
        Code<ReadPurpose>("purpose", "Why the data is read. It is written down before the data is given.");
    public static readonly QueryParameter<ErasureReason?> Reason =
        Code<ErasureReason>("reason", "Why the data is erased. It is written down.");

    public static readonly QueryParameter<long?> After =
        new("after", "The position after which to begin; Last-Event-ID goes before it.", "0",
            "Expected a position: a whole number of 0 or more.",
        (text, out value) =>
        {
            var valid = TryPosition(text, out var position);
            value = position;
            return valid;
        },
        describe: schema => schema.Minimum = "0");

    /// <summary>Reads a position of a feed.</summary>
    public static bool TryPosition(string? text, out long position) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position);

    private static QueryParameter<string> Text(string name, string description, string example, TextForm form, bool isRequired = false) =>
        new(name, description, example, form.Sentence,
        (text, out value) =>
        {
            value = text;
            return form.Fits(text);
        }, isRequired, schema => schema.Pattern = form.Pattern);

    private static QueryParameter<int> Count(string name, string description, int most) =>
        new(name, description, "1", $"Expected a whole number from 1 to {most}.",
        (text, out value) => TextForms.TryCount(text, most, out value), isRequired: true,
        schema => (schema.Minimum, schema.Maximum) = ("1", $"{most}"));

    private static QueryParameter<bool?> Bool(string name, string description) => new(name, description, "true", "Expected true or false.",
        (text, out value) =>
        {
            value = text == "true";
            return text is "true" or "false";
        });

    private static QueryParameter<Currency?> CurrencyCode(string name, string description, string example) =>
        new(name, description, example, MoneyForms.Currency.Sentence,
        (text, out value) =>
        {
            var valid = Currency.TryParse(text, out var currency);
            value = currency;
            return valid;
        }, isRequired: true);

    private static QueryParameter<TId?> Id<TId>(string name, string description, bool isRequired = false)
        where TId : struct, IId<TId> => new(name, description, TId.Example, $"Expected {TId.Grammar}.",
        (text, out value) =>
        {
            var valid = TId.TryParse(text, out var id);
            value = id;
            return valid;
        }, isRequired);

    // The vault keeps codes in the clear and shows them to the person, so there is no room in them for words of one's own.
    private static QueryParameter<TCode?> Code<TCode>(string name, string description) where TCode : struct, Enum =>
        Choice<TCode>(name, description, isRequired: true);

    private static QueryParameter<TCode?> Choice<TCode>(string name, string description, bool isRequired = false)
        where TCode : struct, Enum =>
        new(name, description, Codes<TCode>.All[0], $"Expected one of: {string.Join(", ", Codes<TCode>.All)}.",
            (text, out value) =>
            {
                var known = Codes<TCode>.TryParse(text, out var code);
                value = code;
                return known;
            }, isRequired);
}

/// <summary>How a file is written that is fetched.</summary>
[JsonConverter(typeof(CodeConverter<FileForm>))]
internal enum FileForm
{
    /// <summary>CSV of RFC 4180, with a header.</summary>
    Csv,

    /// <summary>One JSON object.</summary>
    Json,
}

/// <summary>Declares what a query may have.</summary>
internal static class QueryDeclaration
{
    /// <summary>Declares the parameters of an endpoint's query.</summary>
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint.WithMetadata([.. parameters]);
}
