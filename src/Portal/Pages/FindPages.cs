namespace VipOrleans.Portal.Pages;

using System.Globalization;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;
using VipOrleans.Portal.Texts;

/// <summary>How hosts and migrants find each other: what they open of themselves, whom they are shown, and proposals.</summary>
internal static class FindPages
{
    private const int PageSize = 20, MostPages = 20, MostLanguages = 4;

    public static void Map(PageRoutes pages)
    {
        pages.Page("/host/find", Visitor.Host, Find);
        pages.Page("/migrant/find", Visitor.Migrant, Find);
        pages.Form("/host/find/{migrant}", Visitor.Host, ShowOne, Propose);
        pages.Form("/migrant/find/{host}", Visitor.Migrant, ShowOne, Propose);
        pages.Form("/host/profile", Visitor.Host, ShowProfile, SaveProfile);
        pages.Form("/migrant/profile", Visitor.Migrant, ShowProfile, SaveProfile);
        pages.Page("/host/proposals", Visitor.Host, Proposals);
        pages.Page("/migrant/proposals", Visitor.Migrant, Proposals);
        pages.Form("/proposals/{sponsorship}", Visitor.Host | Visitor.Migrant, ShowProposal, Answer);
    }

    /// <summary>The name of a language in the language itself.</summary>
    public static string LanguageOf(string tag)
    {
        try
        {
            return Words.Name(CultureInfo.GetCultureInfo(tag).NativeName);
        }
        catch (CultureNotFoundException)
        {
            return Words.Name(tag);
        }
    }

    /// <summary>The first part of the paths of whoever reads.</summary>
    public static string SideOf(Visit visit) => IsHost(visit) ? "/host" : "/migrant";

    private static bool IsHost(Visit visit) => visit.Somebody.Role == Role.Host;

    private static async Task<IResult> Find(Visit visit)
    {
        var profile = await OwnProfile(visit);
        if (profile is not { IsOpen: true }) return visit.Show<FindPage>(new Finding(null, [], null, null, []));
        IReadOnlyList<CityView> cities = IsHost(visit) ? [] : [.. (await Cities(visit)).Where(c => profile.Cities.Contains(c.Id))];
        var city = cities.FirstOrDefault(c => c.Id == visit.Query("city")) ?? (cities.Count > 0 ? cities[0] : null);
        if (city is null && !IsHost(visit)) return visit.Show<FindPage>(new Finding(profile, [], null, null, cities));
        try
        {
            var page = await Suggested(visit, city?.Id, visit.Query("cursor"));
            return visit.Show<FindPage>(new Finding(profile, page.Items, page.Next, city, cities));
        }
        catch (ProblemException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            // Whoever is in a sponsorship does not look.
            return visit.Show<FindPage>(new Finding(profile, [], null, city, cities, IsTaken: true));
        }
    }

    private static async Task<IResult> ShowOne(Visit visit, FormState form)
    {
        var wanted = IsHost(visit) ? visit.Route("migrant") : visit.Route("host");
        var city = IsHost(visit) ? null : wanted.Split('.')[0];
        string? cursor = null;
        for (var i = 0; i < MostPages; i++)
        {
            var page = await Suggested(visit, city, cursor, 100);
            if (page.Items.FirstOrDefault(s => s.Person.Id == wanted) is { } found) return visit.Show<ProposePage>(found, form);
            if ((cursor = page.Next) is null) break;
        }

        return visit.Show<NotFoundPage>(status: 404);
    }

    private static async Task<string> Propose(Visit visit, FormState form)
    {
        var me = visit.Somebody;
        var receipt = await visit.Api.ProposeSponsorshipAsync(form.Key, new()
        {
            Host = IsHost(visit) ? me.Host! : visit.Route("host"), Migrant = IsHost(visit) ? visit.Route("migrant") : me.Migrant!,
        }, cancellationToken: visit.Gone);
        return $"/proposals/{receipt.Id}?done=proposed";
    }

    private static async Task<IResult> Proposals(Visit visit)
    {
        var me = visit.Somebody;
        List<SponsorshipEntry> open = [];
        if (IsHost(visit))
        {
            open.AddRange((await visit.Api.ListHostSponsorshipsAsync(me.Host!, SponsorshipStatus.Proposed, 100,
                cancellationToken: visit.Gone)).Items);
        }
        else
        {
            var lists = await Task.WhenAll((await Cities(visit)).Select(c => visit.Api.ListMigrantSponsorshipsAsync(me.Migrant!, c.Id,
                SponsorshipStatus.Proposed, 100, cancellationToken: visit.Gone)));
            open.AddRange(lists.SelectMany(l => l.Items));
        }

        var views = await Task.WhenAll(open.Select(s => visit.Api.GetSponsorshipAsync(s.Id, cancellationToken: visit.Gone)));
        return visit.Show<ProposalsPage>(new OpenProposals([.. views.Where(v => v.Status == SponsorshipStatus.Proposed)],
            visit.Query("done")));
    }

    private static async Task<IResult> ShowProposal(Visit visit, FormState form) => visit.Show<ProposalPage>(new OneProposal(
        await visit.Api.GetSponsorshipAsync(visit.Route("sponsorship"), cancellationToken: visit.Gone), visit.Query("done")), form);

    private static async Task<string> Answer(Visit visit, FormState form)
    {
        var (api, id) = (visit.Api, visit.Route("sponsorship"));
        switch (form["do"])
        {
            case "accept":
                await api.AcceptSponsorshipAsync(id, form.Key, body: new(), cancellationToken: visit.Gone);
                return $"{SideOf(visit)}?done=accepted";
            case "decline":
                await api.DeclineSponsorshipAsync(id, form.Key, body: new(), cancellationToken: visit.Gone);
                return $"{SideOf(visit)}/proposals?done=declined";
            case "withdraw":
                await api.WithdrawSponsorshipAsync(id, form.Key, body: new(), cancellationToken: visit.Gone);
                return $"{SideOf(visit)}/proposals?done=withdrawn";
            default:
                throw new FormException(new FieldProblem("do", visit.Words["proposal.missing"]));
        }
    }

    private static async Task<IResult> ShowProfile(Visit visit, FormState form)
    {
        var profile = await OwnProfile(visit);
        var cities = IsHost(visit) ? [] : await Cities(visit);
        return visit.Show<ProfilePage>(new ProfileForm(profile, cities, MostLanguages),
            form.Values.Count > 0 || profile is null ? form : Filled(profile, form));
    }

    private static FormState Filled(ProfileView view, FormState form)
    {
        var (profile, values) = (view.Profile, new Dictionary<string, string>());
        foreach (var (language, at) in Spoken(profile).Select((l, i) => (l, i + 1)).Take(MostLanguages))
        {
            values[$"language-{at}"] = language.Tag;
            values[$"level-{at}"] = VipClient.CodeOf(language.Level);
        }

        values["interests"] = string.Join(',', profile.Interests.Select(VipClient.CodeOf));
        values["opened"] = string.Join(',', profile.Opened.Select(VipClient.CodeOf));
        values["cities"] = string.Join(',', view.Cities);
        if (profile.Home is { } home)
        {
            values["home"] = string.Join(',', new[] { (home.OwnRoom, "own-room"), (home.StepFree, "step-free"), (home.Cats, "cats"),
                (home.Dogs, "dogs") }.Where(h => h.Item1).Select(h => h.Item2));
        }

        return form with { Values = values };
    }

    private static async Task<string> SaveProfile(Visit visit, FormState form)
    {
        var (words, problems) = (visit.Words, new List<FieldProblem>());
        var languages = new List<SpokenLanguageRequest>();
        for (var i = 1; i <= MostLanguages; i++)
        {
            if (form[$"language-{i}"] is not { Length: > 0 } tag) continue;
            if (languages.Any(l => l.Tag == tag)) problems.Add(new($"language-{i}", words["profile.twice"]));
            else if (Codes<LanguageLevel>(form, $"level-{i}") is [var level]) languages.Add(new() { Tag = tag, Level = level });
            else problems.Add(new($"level-{i}", words["profile.level-missing"]));
        }

        var cities = form.Ticked("cities");
        if (!IsHost(visit) && cities.Count == 0) problems.Add(new("cities", words["profile.cities-missing"]));
        if (problems.Count > 0) throw new FormException([.. problems]);
        // What has no field here stays as it is.
        var old = (await OwnProfile(visit))?.Profile;
        languages.AddRange(Spoken(old).Skip(MostLanguages).Where(l => languages.All(n => n.Tag != l.Tag)));
        var home = form.Ticked("home");
        HomeRequest needs = new()
        {
            Cats = home.Contains("cats"), Dogs = home.Contains("dogs"), OwnRoom = home.Contains("own-room"),
            StepFree = home.Contains("step-free"),
        };
        var (interests, trades, opened) = (Codes<Interest>(form, "interests"), old?.Trades ?? [], Codes<ProfilePart>(form, "opened"));
        if (IsHost(visit))
        {
            await visit.Api.SetHostProfileAsync(visit.Somebody.Host!, new()
            {
                Languages = languages, Interests = interests, Trades = trades, Home = needs, Opened = opened,
            }, form.Key, cancellationToken: visit.Gone);
        }
        else
        {
            await visit.Api.SetMigrantProfileAsync(visit.Somebody.Migrant!, new()
            {
                Cities = cities, Languages = languages, Interests = interests, Trades = trades, Home = needs, Opened = opened,
            }, form.Key, cancellationToken: visit.Gone);
        }

        return $"{SideOf(visit)}/find";
    }

    private static IEnumerable<SpokenLanguageRequest> Spoken(Profile? profile) =>
        (profile?.Languages ?? []).Select(l => new SpokenLanguageRequest { Tag = l.Tag ?? "und", Level = l.Level ?? LanguageLevel.A1 });

    private static IReadOnlyList<T> Codes<T>(FormState form, string field) where T : struct, Enum
    {
        var ticked = form.Ticked(field);
        return [.. Enum.GetValues<T>().Where(v => ticked.Contains(VipClient.CodeOf(v)))];
    }

    private static Task<PageOfSuggestionEntry> Suggested(Visit visit, string? city, string? cursor, int limit = PageSize) => city is null
        ? visit.Api.SuggestMigrantsAsync(visit.Somebody.Host!, limit, cursor, visit.Gone)
        : visit.Api.SuggestHostsAsync(visit.Somebody.Migrant!, city, limit, cursor, visit.Gone);

    private static async Task<ProfileView?> OwnProfile(Visit visit)
    {
        try
        {
            return IsHost(visit) ? await visit.Api.GetHostProfileAsync(visit.Somebody.Host!, cancellationToken: visit.Gone)
                : await visit.Api.GetMigrantProfileAsync(visit.Somebody.Migrant!, cancellationToken: visit.Gone);
        }
        catch (ProblemException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<CityView>> Cities(Visit visit) =>
        (await visit.Api.ListNationCitiesAsync(visit.Somebody.Migrant!.Split('.')[0], visit.Gone)).Items;
}

/// <summary>Whom somebody is shown.</summary>
/// <param name="Profile">What they have opened of themselves; null if they have said nothing yet.</param>
/// <param name="Items">The people, those with most in common first.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
/// <param name="City">The city that a migrant looks in.</param>
/// <param name="Cities">The cities that a migrant may choose from.</param>
/// <param name="IsTaken">True of somebody who is in a sponsorship and looks for nobody.</param>
public sealed record Finding(ProfileView? Profile, IReadOnlyList<SuggestionEntry> Items, string? Next, CityView? City,
    IReadOnlyList<CityView> Cities, bool IsTaken = false);

/// <summary>What somebody says about themselves.</summary>
public sealed record ProfileForm(ProfileView? Profile, IReadOnlyList<CityView> Cities, int Languages);

/// <summary>The proposals that wait for an answer.</summary>
public sealed record OpenProposals(IReadOnlyList<SponsorshipView> Items, string? Done);

/// <summary>A proposal, or what has become of it.</summary>
public sealed record OneProposal(SponsorshipView View, string? Done);
