using System.Globalization;
using Appliance.Hosting;

namespace Appliance.Tests.Hosting;

public sealed class IdleThreadTests
{
    [Fact]
    public async Task It_runs_only_while_no_other_thread_wants_to_and_leaves_no_other_so()
    {
        // proc(5): field 41 of stat is the thread's policy; the name before may hold spaces. 5 is SCHED_IDLE, 0 the usual one.
        static int Policy() => int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ", 2)[1].Split(' ')[38], CultureInfo.InvariantCulture);

        Assert.Equal(5, await IdleThread.RunAsync(Policy));
        Assert.Equal(0, await Task.Run(Policy, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Its_fault_is_the_task_s() =>
        Assert.Equal("told", (await Assert.ThrowsAsync<InvalidOperationException>(static () => IdleThread.RunAsync<int>(static () => throw new InvalidOperationException("told")))).Message);
}
