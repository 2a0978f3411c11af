namespace VipOrleans.Domain.Kernel;

using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

/// <summary>Writes and reads the events of one aggregate under their stable names.</summary>
/// <typeparam name="TEvent">The union of events: an abstract record that lists its members with
/// <see cref="JsonDerivedTypeAttribute"/>.</typeparam>
public sealed class EventCodec<TEvent>(JsonTypeInfo<TEvent> json) where TEvent : class
{
    private static readonly FrozenDictionary<Type, string> Names =
        typeof(TEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
            .ToFrozenDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    /// <summary>The stable names of all events, with their types.</summary>
    public static IReadOnlyDictionary<Type, string> All => Names;

    /// <summary>The stable name of an event.</summary>
    public static string NameOf(TEvent e) => Names[e.GetType()];

    /// <summary>Writes an event as UTF-8 JSON; its name stands first, as <c>type</c>.</summary>
    public byte[] Write(TEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, json);

    /// <summary>Reads an event.</summary>
    /// <exception cref="JsonException">The JSON is not an event of this aggregate.</exception>
    public TEvent Read(ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, json) ?? throw new JsonException("An event is not null.");
}
