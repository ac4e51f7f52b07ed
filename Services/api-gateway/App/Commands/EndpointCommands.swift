import Contracts
import Domain
import Foundation
import JSON
import Sealing

/// Makes the commands of the endpoint mutations from their arguments.
struct EndpointCommands {
  let templates: EndpointTemplates
  let sealer: CredentialSealer
  /// As `requestedBy` shows it.
  let requestedBy: String

  /// `registerEndpoint(input:)`
  /// - Parameter id: of the endpoint to be; its credentials are sealed to it.
  func register(_ arguments: JSONObject, id: UUID) throws -> RegisterEndpoint {
    guard let input = try InputReader(arguments).object("input") else {
      throw Refusal.invalid("input", "is required")
    }
    guard let config = input.value("config") else {
      throw Refusal.invalid(input.field("config"), "is required")
    }
    let name = try input.requiredText("name")
    let url = try input.url("url")
    let sealed = try ConfigInput(config, field: input.field("config"), templates: templates)
      .sealed(for: id, by: sealer)
    try sealed.checkNothingKept(field: input.field("config.parameters"))
    return RegisterEndpoint(
      endpointID: id, requestedBy: requestedBy, projectSlug: try input.text("projectSlug"),
      sourceID: try input.text("sourceId"), name: name, description: try input.description(),
      verb: try input.verb() ?? InputReader.defaultVerb, url: url, authPolicy: try input.text("authPolicy"),
      domain: try input.text("domain"), labels: try input.labels(), kind: sealed.kind,
      parameters: sealed.parameters, sealed: sealed.sealed, capabilities: try input.capabilities())
  }

  /// `updateEndpoint(id:patch:)`
  func update(_ arguments: JSONObject) throws -> UpdateEndpoint {
    let reader = InputReader(arguments)
    let id = try reader.requiredUUID("id")
    guard let patch = try reader.object("patch") else { throw Refusal.invalid("patch", "is required") }
    var command = UpdateEndpoint(endpointID: id, requestedBy: requestedBy)
    command.name = try patch.requiredPatch("name") { input, name throws(Refusal) in try input.text(name) }
    command.description = try patch.patch("description") { input, _ throws(Refusal) in try input.description()
    }
    command.verb = try patch.patch("verb") { input, _ throws(Refusal) in
      try input.verb() ?? InputReader.defaultVerb
    }
    command.url = try patch.patch("url") { input, name throws(Refusal) in try input.url(name) }
    command.authPolicy = try patch.patch("authPolicy") { input, name throws(Refusal) in try input.text(name) }
    command.domain = try patch.patch("domain") { input, name throws(Refusal) in try input.text(name) }
    command.labels = try patch.patch("labels") { input, _ throws(Refusal) in try input.labels() }
    command.capabilities = try patch.patch("capabilities") { input, _ throws(Refusal) in
      try input.capabilities()
    }
    command.isEnabled = try patch.requiredPatch("isEnabled") { input, name throws(Refusal) in
      try input.bool(name)
    }
    command.config = try config(of: patch, endpoint: id)
    return command
  }

  private func config(of patch: InputReader, endpoint: UUID) throws -> Patch<UpdateEndpoint.Config> {
    guard patch.isGiven("config") else { return .unchanged }
    guard let value = patch.value("config") else {
      throw Refusal.invalid(patch.field("config"), "must not be null")
    }
    let sealed = try ConfigInput(value, field: patch.field("config"), templates: templates)
      .sealed(for: endpoint, by: sealer)
    return .set(
      UpdateEndpoint.Config(
        kind: sealed.kind, parameters: sealed.parameters, sealed: sealed.sealed, dropped: sealed.dropped))
  }

  /// `deleteEndpoint(id:)`
  func delete(_ arguments: JSONObject) throws -> DeleteEndpoint {
    DeleteEndpoint(endpointID: try InputReader(arguments).requiredUUID("id"), requestedBy: requestedBy)
  }

  /// `testEndpoint(input:)`
  /// - Parameter id: of the test; its credentials are sealed to it.
  func test(_ arguments: JSONObject, id: UUID) throws -> TestEndpoint {
    guard let input = try InputReader(arguments).object("input") else {
      throw Refusal.invalid("input", "is required")
    }
    let template = try templates.template(
      named: try input.requiredText("templateId"), field: input.field("templateId"))
    _ = try input.requiredText("type")
    guard var connection = try input.object("connection") else {
      throw Refusal.invalid(input.field("connection"), "is required")
    }
    // A whole config is taken too: its parameters are what is meant.
    if let parameters = try connection.object("parameters") { connection = parameters }
    let sealed = try SealedConfig(
      connection.members, of: template, owner: id, sealer: sealer, field: connection.path)
    try sealed.checkNothingKept(field: connection.path)
    return TestEndpoint(
      testID: id, requestedBy: requestedBy, kind: sealed.kind, parameters: sealed.parameters,
      sealed: sealed.sealed, capabilities: try input.capabilities())
  }
}
