namespace VipOrleans.Domain.Kernel;

/// <summary>What ids can do because of their grammar alone.</summary>
public static class IdMembers
{
    extension<TId>(TId) where TId : struct, IId<TId>
    {
        /// <summary>Reads an id from its text.</summary>
        /// <exception cref="FormatException">The text is not such an id.</exception>
        public static TId Parse(string text) => IdText.ParseOrThrow<TId>(text);
    }

    extension<TId>(TId id) where TId : struct, IThingId<TId>
    {
        /// <summary>The thing's stream in the journal.</summary>
        public StreamId Stream => StreamId.Of(IdText.PartitionOf(id.Value), TId.Kind, IdText.KeyOf(id.Value));
    }

    extension<TId>(TId id) where TId : struct, ICityThingId<TId>
    {
        /// <summary>The city that the thing belongs to.</summary>
        public CityId City => CityId.Parse(IdText.PartitionOf(id.Value).ToString());

        /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
        public static TId From(CityId city, string seed) => TId.Known($"{city.Value}.{TId.Kind}.{IdText.KeyFrom(seed)}");
    }

    extension<TId>(TId id) where TId : struct, INationThingId<TId>
    {
        /// <summary>The nation that the thing belongs to.</summary>
        public NationId Nation => NationId.Parse(IdText.PartitionOf(id.Value).ToString());
    }

    extension<TId>(TId) where TId : struct, INationThingId<TId>
    {
        /// <summary>The id that belongs to a seed: the same seed, the same id.</summary>
        public static TId From(NationId nation, string seed) => TId.Known($"{nation.Value}.{TId.Kind}.{IdText.KeyFrom(seed)}");
    }
}
