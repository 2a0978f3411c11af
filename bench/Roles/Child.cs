namespace VipOrleans.Bench;

using System.Diagnostics;
using System.Text.Json.Nodes;

/// <summary>
/// A process that is measured, or that measures: this program again in another role. Orders go in as lines of JSON, answers come back so.
/// </summary>
internal sealed class Child : IAsyncDisposable
{
    private const string Mark = "=> ";

    private readonly Process _process;
    private bool _ended;

    private Child(Process process) => _process = process;

    /// <summary>What it said of itself when it was ready.</summary>
    public JsonObject Hello { get; private set; } = [];

    /// <summary>How much CPU it has used since it began.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts one and waits until it is ready.</summary>
    public static Task<Child> Start(params string[] arguments) => Start(compiled: false, arguments);

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="compiled">True where its methods are compiled for good at their first call: the same work then costs the same from the
    /// first round on, in however many processes.</param>
    /// <param name="arguments">The role, and what it needs.</param>
    public static async Task<Child> Start(bool compiled, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(Child).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (compiled) start.Environment["DOTNET_TieredCompilation"] = "0";
        var child = new Child(Process.Start(start)!);
        try
        {
            child.Hello = await child.Answer();
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives an order and waits for the answer.</summary>
    public async Task<JsonObject> Ask(string op, JsonObject? arguments = null)
    {
        arguments ??= [];
        arguments["op"] = op;
        await _process.StandardInput.WriteLineAsync(arguments.ToJsonString());
        await _process.StandardInput.FlushAsync();
        return await Answer();
    }

    /// <summary>Kills it as it stands (SIGKILL).</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        if (!_process.HasExited) _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    /// <summary>The child's side: answers orders until there are no more.</summary>
    public static async Task Serve(JsonObject hello, Func<string, JsonObject, Task<JsonObject>> work)
    {
        // Whatever a library prints is no answer.
        var output = Console.Out;
        Console.SetOut(Console.Error);
        await output.WriteLineAsync(Mark + hello.ToJsonString());
        await output.FlushAsync();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var order = JsonNode.Parse(line)!.AsObject();
            JsonObject answer;
            try
            {
                answer = await work((string)order["op"]!, order);
            }
            catch (Exception e)
            {
                answer = new() { ["error"] = e.ToString() };
            }

            await output.WriteLineAsync(Mark + answer.ToJsonString());
            await output.FlushAsync();
        }
    }

    private async Task<JsonObject> Answer()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Mark, StringComparison.Ordinal)) continue;
            var answer = JsonNode.Parse(line[Mark.Length..])!.AsObject();
            return answer["error"] is { } error ? throw new InvalidOperationException((string)error!) : answer;
        }

        throw new InvalidOperationException("A process of the benchmark ended before it answered; its reason stands above.");
    }
}
