import APIGateway
import ArgumentParser

/// `api-gateway schema`: prints the schema, or the page that describes it.
struct SchemaCommand: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case sdl, markdown
  }

  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the schema in the schema definition language.")

  @Option(help: "sdl for programs, markdown for the reference page of docs/.")
  var format = Format.sdl

  func run() throws {
    switch format {
    case .sdl: print(try GatewaySchema.text(), terminator: "")
    case .markdown: print(try GatewaySchema.reference(), terminator: "")
    }
  }
}
