import ArgumentParser
import ServiceRuntime

/// The executable `scheduler`.
@main
struct SchedulerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scheduler",
    abstract: "Owns configuration and run creation, and sends triggers to the executors.",
    discussion: SchedulerSettings.helpText, version: NucleusVersion.current,
    subcommands: [
      ServeCommand.self, MigrateCommand.self, VerifyAuditCommand.self, RebuildJournalIndexCommand.self,
    ],
    defaultSubcommand: ServeCommand.self)
}
