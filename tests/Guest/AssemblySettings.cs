using Guest.Bed;

// One guest for all: the tests share it, and two cores.
[assembly: AssemblyFixture(typeof(Machine))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
