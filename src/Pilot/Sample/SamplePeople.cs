namespace VipOrleans.Pilot;

using VipOrleans.Gateway.Access;

/// <summary>The people of the sample, whom one may sign in as.</summary>
public static class SamplePeople
{
    /// <summary>Tells the development issuer who they are. Their names are the sample's, which nobody bears.</summary>
    /// <param name="sample">The sample as it is loaded.</param>
    /// <param name="people">The issuer's list.</param>
    public static void Introduce(LoadedSample sample, DevelopmentPeople people)
    {
        var (files, city) = (sample.Files, sample.Files.City);
        foreach (var host in files.Hosts.Where(h => sample.Hosts.ContainsKey(h.Id)))
        {
            people.Add(new($"{host.Person.Name} ({StateOf(files.Sponsorships.Where(s => s.Host == host.Id))})", "host",
                Person: sample.Hosts[host.Id],
                Subject: $"sample-{host.Id}"));
        }

        foreach (var migrant in files.Migrants.Where(m => sample.Migrants.ContainsKey(m.Id)))
        {
            people.Add(new($"{migrant.Person.Name} ({StateOf(files.Sponsorships.Where(s => s.Migrant == migrant.Id))})", "migrant",
                Person: sample.Migrants[migrant.Id], Subject: $"sample-{migrant.Id}"));
        }

        people.Add(new($"An officer of {city.Name}", "city-officer", City: city.Id, Subject: "sample-city-officer"));
        people.Add(new($"A second officer of {city.Name}", "city-officer", City: city.Id, Subject: "sample-second-officer"));
        people.Add(new($"An officer of the nation {city.Nation}", "nation-officer", Nation: city.Nation, Subject: "sample-nation-officer"));
        people.Add(new($"An auditor of {city.Name}", "auditor", City: city.Id, Subject: "sample-auditor"));
        people.Add(new("Sample Works", "employer", Employer: "sample-works", Nation: city.Nation, Subject: "sample-employer"));
    }

    /// <summary>Tells it who lives in the second nation, whose people have said what others may see, and which has two cities.</summary>
    /// <param name="choices">The second nation as it is loaded.</param>
    /// <param name="people">The issuer's list.</param>
    public static void Introduce(LoadedChoices choices, DevelopmentPeople people)
    {
        var nation = choices.Choices;
        foreach (var host in nation.Hosts.Where(h => choices.People.ContainsKey(h.Id)))
        {
            people.Add(new($"{host.Name} ({nation.City(host.City!).Name})", "host", Person: choices.People[host.Id],
                Subject: $"sample-{host.Id}"));
        }

        foreach (var migrant in nation.Migrants.Where(m => choices.People.ContainsKey(m.Id)))
        {
            people.Add(new($"{migrant.Name} ({nation.Nation})", "migrant", Person: choices.People[migrant.Id],
                Subject: $"sample-{migrant.Id}"));
        }

        foreach (var city in nation.Cities)
        {
            people.Add(new($"An officer of {city.Name}", "city-officer", City: city.Id, Subject: "sample-city-officer"));
            people.Add(new($"A second officer of {city.Name}", "city-officer", City: city.Id, Subject: "sample-second-officer"));
        }
    }

    private static string StateOf(IEnumerable<SampleSponsorship> sponsorships) =>
        string.Join(", ", sponsorships.Select(s => $"{s.State}".ToLowerInvariant())) is { Length: > 0 } states ? states : "no sponsorship";
}
