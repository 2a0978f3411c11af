namespace VipOrleans.Bench.Tests;

using System.Diagnostics;

public sealed class CpuTests
{
    [Theory]
    [InlineData("812 (postgres) S 77 812 812 0 -1 4194560 9 8 7 6 100 20 3 4 20 0 1 0 5 6 7", 77, 127)]
    [InlineData("9 (a) S (b) R 3 9 9 0 -1 4194560 9 8 7 6 1 2 3 4 20 0 1 0 5 6 7", 3, 10)]
    public void A_process_counts_its_own_time_and_that_of_children_that_ended_whatever_it_is_called(string stat, int parent, long ticks) =>
        Assert.Equal((parent, ticks), Cpu.Parse(stat));

    [Fact]
    public async Task What_a_child_used_before_it_ended_stays_in_the_sum()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var shell = Process.Start(new ProcessStartInfo("sh",
            ["-c", "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; echo done; read -r end"])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await shell.StandardOutput.ReadLineAsync();

        var used = Cpu.OfTree(shell.Id);

        await shell.StandardInput.WriteLineAsync();
        await shell.WaitForExitAsync();
        Assert.True(used > TimeSpan.Zero, $"The child counted to 300,000, and used {used}.");
    }
}
