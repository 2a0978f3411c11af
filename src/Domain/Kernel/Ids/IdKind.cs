namespace VipOrleans.Domain.Kernel;

using System.Reflection;

/// <summary>What an id type says of itself, for those who meet the type only while the program runs.</summary>
public abstract class IdKind
{
    private IdKind()
    {
    }

    /// <summary>The id type.</summary>
    public abstract Type Type { get; }

    /// <inheritdoc cref="IId{TSelf}.Kind"/>
    public abstract string Kind { get; }

    /// <inheritdoc cref="IId{TSelf}.Scope"/>
    public abstract IdScope Scope { get; }

    /// <inheritdoc cref="IId{TSelf}.Grammar"/>
    public abstract string Grammar { get; }

    /// <inheritdoc cref="IId{TSelf}.Pattern"/>
    public abstract string Pattern { get; }

    /// <inheritdoc cref="IId{TSelf}.Example"/>
    public abstract string Example { get; }

    /// <summary>The name of a route's parameter that holds such an id: the kind, in camel case.</summary>
    public string Parameter =>
        string.Concat(Kind.Split('-').Select((word, i) => i == 0 ? word : $"{char.ToUpperInvariant(word[0])}{word[1..]}"));

    /// <summary>Reads an id from its text; null if the text is not one.</summary>
    public abstract IId? Read(string? text);

    /// <summary>The kind of an id type; null for a type that is none.</summary>
    public static IdKind? Of(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))
            ? (IdKind)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type))! : null;

    private sealed class Typed<TId> : IdKind where TId : struct, IId<TId>
    {
        public override Type Type => typeof(TId);

        public override string Kind => TId.Kind;

        public override IdScope Scope => TId.Scope;

        public override string Grammar => TId.Grammar;

        public override string Pattern => TId.Pattern;

        public override string Example => TId.Example;

        public override IId? Read(string? text) => TId.TryParse(text, out var id) ? id : null;
    }
}

/// <summary>Every kind of id that some assemblies have. An id is known by being declared; nobody enters it anywhere.</summary>
public sealed class IdKinds
{
    private readonly Dictionary<string, IdKind> _byParameter = [];

    /// <summary>Looks for the id types of assemblies.</summary>
    /// <exception cref="InvalidOperationException">Two of them have the same kind.</exception>
    public IdKinds(params IReadOnlyList<Assembly> assemblies)
    {
        All = [.. assemblies.SelectMany(a => a.GetTypes()).Select(IdKind.Of).OfType<IdKind>().OrderBy(k => k.Kind, StringComparer.Ordinal)];
        foreach (var kind in All)
        {
            if (!_byParameter.TryAdd(kind.Parameter, kind))
            {
                throw new InvalidOperationException(
                    $"{kind.Type.Name} and {_byParameter[kind.Parameter].Type.Name} have the same kind, '{kind.Kind}'.");
            }
        }
    }

    /// <summary>The domain's own.</summary>
    public static IdKinds OfDomain { get; } = new(typeof(IdKinds).Assembly);

    /// <summary>All of them, in the order of their kinds.</summary>
    public IReadOnlyList<IdKind> All { get; }

    /// <summary>The kind whose ids stand in a route's parameter; null if no kind has that name.</summary>
    public IdKind? OfParameter(string name) => _byParameter.GetValueOrDefault(name);
}
