// Two at a time: the machine of CI has two cores.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 2)]
[assembly: AssemblyFixture(typeof(Browser.Tests.SharedParts))]
