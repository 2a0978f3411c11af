namespace VipOrleans.Contracts.News;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class NewsGrains
{
    /// <summary>The grain of somebody's inbox. Its key begins with the place, so that a host's lives where the city does.</summary>
    public static IInboxGrain Inbox(this IGrainFactory grains, RecipientId id) => grains.GetGrain<IInboxGrain>($"{id.Place}/{id.Value}");

    /// <summary>Whose inbox a grain is, by its key.</summary>
    public static RecipientId RecipientOf(string key) => RecipientId.Parse(key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    /// <summary>The grain of the news in a city's feed.</summary>
    public static INewsGrain News(this IGrainFactory grains, CityId id) => grains.GetGrain<INewsGrain>(id.Value);

    /// <summary>The grain of the news in a nation's feed.</summary>
    public static INewsGrain News(this IGrainFactory grains, NationId id) => grains.GetGrain<INewsGrain>(id.Value);

    /// <summary>The grain of the news in the feed of a city or a nation.</summary>
    public static INewsGrain News(this IGrainFactory grains, string place) => grains.GetGrain<INewsGrain>(place);
}
