using Appliance.Hosting;
using Appliance.Practice;
using Sip.Media;

return CommandLine.Read(args) switch
{
    CommandLine.Run run => await BoxCommand.RunAsync(run),
    CommandLine.Media media => MediaEngineHost.Run(media.Arguments),
    CommandLine.Practice practice => await PracticeCommand.RunAsync(practice.Once),
    CommandLine.Panel panel => await PanelCommand.RunAsync(panel.At, panel.DataFolder),
    CommandLine.Check check => CheckCommand.Run(check.File),
    CommandLine.KeepSecret secret => SecretCommand.Run(secret.Name, secret.DataFolder),
    CommandLine.Version => Say.Line(Console.Out, $"Landline {BoxVersion.Text}"),
    CommandLine.Usage { Fault: null } => Say.Line(Console.Out, CommandLine.Help),
    CommandLine.Usage usage => Say.Fault($"{usage.Fault}\n\n{CommandLine.Help}"),
    _ => Say.Fault(CommandLine.Help),
};
