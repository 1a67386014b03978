using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

// The peers share two cores: one bed at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
