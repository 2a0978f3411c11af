namespace VipOrleans.Portal.Tests.Client;

using VipOrleans.Servers;

/// <summary>The client is what its generator makes of the API's document, and is written again with <c>UPDATE_CLIENT=1</c>.</summary>
public sealed class GeneratedClientTests
{
    private static readonly string[] Options =
    [
        "/namespace:VipOrleans.Client", "/classname:VipClient", "/jsonLibrary:SystemTextJson", "/jsonLibraryVersion:10.0",
        "/jsonPolymorphicSerializationStyle:SystemTextJson", "/generateExceptionClasses:false", "/generateResponseClasses:false",
        "/exceptionClass:ProblemException", "/useBaseUrl:false", "/generateOptionalParameters:true", "/generateNullableReferenceTypes:true",
        "/generateOptionalPropertiesAsNullable:true", "/dateType:System.DateOnly", "/dateTimeType:System.DateTimeOffset",
        "/arrayType:System.Collections.Generic.IReadOnlyList", "/responseArrayType:System.Collections.Generic.IReadOnlyList",
        "/parameterArrayType:System.Collections.Generic.IReadOnlyList", "/arrayInstanceType:System.Collections.Generic.List",
        "/dictionaryType:System.Collections.Generic.IReadOnlyDictionary", "/dictionaryInstanceType:System.Collections.Generic.Dictionary",
        "/excludedTypeNames:DeductionLimit", "/generateDataAnnotations:false", "/generateJsonMethods:false", "/useRequiredKeyword:true",
            "/generateDefaultValues:false",
        "/newLineBehavior:LF",
    ];

    /// <summary>What the generator makes of a schema can be code that compiles and that no serializer takes.</summary>
    [Fact]
    public void Every_type_of_the_client_is_written_and_read()
    {
        var json = new System.Text.Json.JsonSerializerOptions(System.Text.Json.JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        };
        var types = typeof(VipOrleans.Client.VipClient).Assembly.GetExportedTypes()
            .Where(t => t.GetConstructors().Any(c => c.GetParameters().Length == 0) && !t.IsAbstract && !typeof(Exception)
                .IsAssignableFrom(t)).ToList();
        Assert.True(types.Count > 200, $"{types.Count} types were found.");
        Assert.All(types, type => Assert.NotNull(json.GetTypeInfo(type)));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_client_is_what_the_document_makes_of_it()
    {
        var client = Path.Combine(Repository.Root, "src", "Client", "VipClient.g.cs");
        var made = Path.Combine(Directory.CreateTempSubdirectory("vip-client-").FullName, "VipClient.g.cs");
        try
        {
            var (code, output) = await ApiTools.RunDotnetTool("nswag",
            [
                "openapi2csclient", $"/input:{Path.Combine(Repository.Root, "docs", "api", "openapi.json")}", $"/output:{made}",
                $"/templateDirectory:{Path.Combine(Repository.Root, "src", "Client", "Generation")}", .. Options,
            ]);
            Assert.True(code == 0, output);
            var text = await File.ReadAllTextAsync(made);
            if (Environment.GetEnvironmentVariable("UPDATE_CLIENT") == "1") await File.WriteAllTextAsync(client, text);
            Assert.True(text == await File.ReadAllTextAsync(client),
                "The client is not what docs/api/openapi.json makes of it: run this test with UPDATE_CLIENT=1 and read the difference.");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(made)!, true);
        }
    }
}
