namespace VipOrleans.Silo;

using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

/// <summary>
/// The words <c>draw verify</c> on the silo's command line: redoes an opening's draw from its published file. It needs no silo, no journal
/// and no settings.
/// </summary>
internal static class DrawCommand
{
    private const string Usage =
        "Use: draw verify <file> [commitment=<the hash that you noted when the opening was announced>] [sponsorship=<your sponsorship's "
            + "id>]";

    /// <summary>Reads the file, says of each thing whether it fits, and ends with 0 where all does, and with 1 otherwise.</summary>
    /// <param name="args">The file, as <c>GET /v1/cities/{city}/openings/{opening}/draw</c> answers it; and what it is compared
    /// with.</param>
    /// <param name="output">Where the findings go.</param>
    /// <exception cref="OperatorException">There is no such file, it is no draw, or the words are not understood.</exception>
    public static async Task<int> Verify(string[] args, TextWriter output)
    {
        if (args is not [var file, .. var compared]) throw new OperatorException(Usage);
        var draw = await Read(file);
        var findings = draw.Check().ToList();
        foreach (var one in compared) findings.Add(Compare(draw, one.Split('=', 2)));
        await output.WriteLineAsync($"The draw of {draw.Opening}, {draw.Entries?.Count ?? 0} entries:");
        foreach (var finding in findings) await output.WriteLineAsync($"{(finding.Fits ? "fits" : "DOES NOT FIT")}: {finding.Says}");
        var fits = findings.All(f => f.Fits);
        await output.WriteLineAsync(!fits ? "This is not the draw that was announced, or the file was changed."
            : compared.Any(c => c.StartsWith("commitment=", StringComparison.Ordinal)) ? "This is the draw that was announced."
            : "This is the draw that was announced, if the commitment is the one that you noted then: give it as commitment=… to have it "
                + "compared.");
        return fits ? 0 : 1;
    }

    private static async Task<PublishedDraw> Read(string file)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return await JsonSerializer.DeserializeAsync(stream, DrawJson.Default.PublishedDraw)
                ?? throw new JsonException("There is nothing in it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new OperatorException($"The file cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new OperatorException($"The file is no draw as it is published: {e.Message}", e);
        }
    }

    private static DrawFinding Compare(PublishedDraw draw, string[] word)
    {
        switch (word)
        {
            case ["commitment", var noted]:
                return string.Equals(noted, draw.Commitment, StringComparison.OrdinalIgnoreCase)
                    ? new(true, "The commitment is the one that you noted.")
                    : new(false, $"The commitment is {draw.Commitment}, and you noted {noted}.");
            case ["sponsorship", var id]:
                if (!SponsorshipId.TryParse(id,
                    out var sponsorship)) throw new OperatorException($"'{id}' is not {SponsorshipId.Grammar}.");
                var position = (draw.Order ?? []).ToList().IndexOf(Opening.MarkOf(sponsorship));
                return position >= 0
                    ? new(true, $"The sponsorship is number {position + 1} of {draw.Order!.Count}.")
                    : new(false, "The sponsorship is not in the list.");
            default:
                throw new OperatorException(Usage);
        }
    }
}
