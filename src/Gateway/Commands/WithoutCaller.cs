namespace VipOrleans.Gateway.Commands;

using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

/// <summary>The body of a request that has no caller.</summary>
internal sealed class WithoutCaller<T> : IEndpointParameterMetadataProvider where T : class
{
    private WithoutCaller(T body) => Body = body;

    /// <summary>The body, read and checked.</summary>
    public T Body { get; }

    /// <summary>Reads it from a request; called by ASP.NET.</summary>
    public static async ValueTask<WithoutCaller<T>> BindAsync(HttpContext http, ParameterInfo parameter) =>
        new(await RequestBody.Read<T>(http));

    /// <summary>Tells ASP.NET and OpenAPI what the endpoint takes.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
