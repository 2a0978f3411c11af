namespace VipOrleans.Gateway.Access;

using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Problems;

/// <summary>
/// What a request is about, as the ids of its route or body say. The first that lies anywhere says in which city or nation it all is.
/// </summary>
internal sealed class AccessTarget
{
    private readonly IReadOnlyList<IId> _ids;

    public AccessTarget(params IReadOnlyList<IId> ids)
    {
        _ids = ids;
        var first = ids.FirstOrDefault(id => id.InNation is not null);
        (City, Nation) = (first?.InCity, first?.InNation);
    }

    /// <summary>The city that it all belongs to; null if it belongs to a nation as a whole.</summary>
    public CityId? City { get; }

    /// <summary>The nation that it all belongs to.</summary>
    public NationId? Nation { get; }

    /// <summary>The id of a kind; null if none is named.</summary>
    public TId? Id<TId>() where TId : struct, IId<TId>
    {
        foreach (var id in _ids)
        {
            if (id is TId found) return found;
        }

        return null;
    }

    /// <summary>Reads the ids of a request's route, in the order in which they stand there.</summary>
    /// <exception cref="ProblemException">One of them is no id of its kind.</exception>
    public static AccessTarget OfRoute(HttpContext http)
    {
        var kinds = http.RequestServices.GetRequiredService<IdKinds>();
        var ids = new List<IId>();
        foreach (var parameter in ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.Parameters)
        {
            if (kinds.OfParameter(parameter.Name) is not { } kind || http.GetRouteValue(parameter.Name) is not { } text) continue;
            ids.Add(kind.Read(text as string) ?? throw ProblemException.Invalid(parameter.Name, $"Expected {kind.Grammar}."));
        }

        return new(ids);
    }
}

/// <summary>A command as the access rules see it.</summary>
internal interface ICommand
{
    /// <summary>The request's body.</summary>
    object Body { get; }
}

/// <summary>A request whose body names what it is about.</summary>
internal interface INamesTarget
{
    /// <summary>What it is about.</summary>
    AccessTarget Target { get; }
}
