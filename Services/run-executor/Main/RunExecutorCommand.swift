import ArgumentParser
import ServiceRuntime

@main
struct RunExecutorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run-executor", abstract: "Carries out runs: collects from the endpoints' sources.",
    discussion: ExecutorSettings.helpText, version: NucleusVersion.current,
    subcommands: [Serve.self, Replay.self, Keygen.self],
    defaultSubcommand: Serve.self)
}
