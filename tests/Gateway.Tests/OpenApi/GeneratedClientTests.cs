namespace VipOrleans.Gateway.Tests.OpenApi;

using System.Text.RegularExpressions;
using VipOrleans.Servers;

/// <summary>
/// Clients that are generated from the document, with the generators' defaults: programs that walk from an empty city to a first share
/// compile with them, and those in C# run.
/// </summary>
public sealed partial class GeneratedClientTests(TestGateway gateway)
{
    [Fact]
    [Trait("Speed", "slow")]
    public async Task Clients_of_NSwag_and_Kiota_walk_from_an_empty_city_to_a_first_share()
    {
        var folder = Directory.CreateTempSubdirectory("vip-clients-").FullName;
        try
        {
            var document = await Document(folder);
            await Succeeds(ApiTools.RunDotnetTool("nswag", "openapi2csclient", $"/input:{document}",
                $"/output:{Path.Combine(folder, "NSwagClient.cs")}", "/namespace:NSwagClient", "/classname:VipClient"));
            await Succeeds(ApiTools.RunDotnetTool("kiota", "generate", "--language", "CSharp", "--openapi", document,
                "--class-name", "VipClient", "--namespace-name", "KiotaClient", "--output", Path.Combine(folder, "Kiota"),
                "--exclude-backward-compatible"));
            foreach (var source in new[] { "Walk.csproj", "Program.cs", "NSwagWalk.cs", "KiotaWalk.cs" }) Copy(source, folder);

            await Succeeds(ApiTools.RunDotnet(folder, "build", "--nologo", "-v", "quiet", "-o", Path.Combine(folder, "out")));
            var printed = await Succeeds(
                ApiTools.RunDotnet(folder, Path.Combine(folder, "out", "Walk.dll"), gateway.Client.BaseAddress!.ToString()));

            // (12 × 4,200.00 − 7,200.00) ÷ 12 ÷ 2.
            Assert.Equal(["1800.00", "1800.00"], printed.Split('\n', StringSplitOptions.TrimEntries));
            var types = TypeWithNumber().Matches(await File.ReadAllTextAsync(Path.Combine(folder, "NSwagClient.cs")));
            Assert.Empty(types.Select(t => t.Value));
            // A class that holds nothing but what is not known of it is one that was made of an id.
            Assert.Empty(Directory.GetFiles(Path.Combine(folder, "Kiota", "Models"), "*Id.cs").Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Types_of_openapi_typescript_fit_the_walk()
    {
        // Beside the modules, where the compiler looks for its own types.
        var beside = Path.GetDirectoryName(await ApiTools.Modules)!;
        var folder = Directory.CreateDirectory(Path.Combine(beside, $"{Guid.NewGuid():N}")).FullName;
        try
        {
            var document = await Document(folder);
            await Succeeds(ApiTools.RunNode("openapi-typescript/bin/cli.js", folder, document, "--output", Path.Combine(folder, "api.ts")));
            Copy("walk.ts", folder);

            await Succeeds(ApiTools.RunNode("typescript/bin/tsc", folder, "--noEmit", "--strict", "--target", "es2022",
                "--module", "es2022", "--moduleResolution", "bundler", "--lib", "es2022,dom", "--skipLibCheck", "walk.ts"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private async Task<string> Document(string folder)
    {
        var file = Path.Combine(folder, "openapi.json");
        await File.WriteAllTextAsync(file, (await gateway.Ok(HttpMethod.Get, "/openapi/v1.json")).Text);
        return file;
    }

    private static void Copy(string source, string folder) =>
        File.Copy(Path.Combine(AppContext.BaseDirectory, "OpenApi", "Clients", $"{source}.txt"), Path.Combine(folder, source));

    private static async Task<string> Succeeds(Task<(int Code, string Output)> run)
    {
        var (code, output) = await run;
        Assert.True(code == 0, $"It ended with {code}: {output[..Math.Min(output.Length, 4000)]}");
        return output;
    }

    [GeneratedRegex(@"(class|enum) [A-Za-z]+[0-9]+\b")]
    private static partial Regex TypeWithNumber();
}
