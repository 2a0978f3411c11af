namespace VipOrleans.Contracts.Kernel;

/// <summary>
/// The word <c>health</c> on the command line of silo and gateway: asks the process that runs on this machine whether it is ready, for
/// containers in which nothing else could ask.
/// </summary>
public static class HealthQuestion
{
    /// <summary>Asks once, for eight seconds at most.</summary>
    /// <param name="ready">Where the answer is.</param>
    /// <returns>The exit code: 0 where it is ready, else 1, with the reason on the error stream.</returns>
    public static async Task<int> Ask(Uri ready)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(8) };
        try
        {
            using var answer = await http.GetAsync(ready);
            if (answer.IsSuccessStatusCode) return 0;
            var why = await answer.Content.ReadAsStringAsync();
            await Console.Error.WriteLineAsync($"Not ready: {ready} answered {(int)answer.StatusCode}. {why}".TrimEnd());
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Not ready: {ready} does not answer: {e.Message}");
        }

        return 1;
    }
}
