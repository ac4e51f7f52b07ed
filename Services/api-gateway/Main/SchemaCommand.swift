import APIGateway
import ArgumentParser

/// `api-gateway schema`: prints the schema.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the schema in the schema definition language.")

  func run() throws { print(try GatewaySchema.text(), terminator: "") }
}
