import APIGateway
import ArgumentParser
import ServiceRuntime

/// The executable `api-gateway`.
@main
struct APIGatewayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "api-gateway", abstract: "Serves the GraphQL API of Nucleus.",
    discussion: GatewaySettings.helpText, version: NucleusVersion.current,
    subcommands: [
      ServeCommand.self, SchemaCommand.self, MetricsCommand.self, HealthCommand<GatewayHealthSettings>.self,
    ],
    defaultSubcommand: ServeCommand.self)
}
