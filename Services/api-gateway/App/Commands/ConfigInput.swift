import Contracts
import Domain
import Foundation
import JSON
import Sealing

/// Reads `config`: the template's name and the parameters that it lists.
struct ConfigInput {
  let template: EndpointTemplate
  let parameters: JSONObject
  /// Where the parameters were given.
  let parametersField: String

  private static let members = ["templateId", "parameters"]

  init(_ config: JSONValue, field: String, templates: EndpointTemplates) throws(Refusal) {
    guard let members = config.objectValue else { throw .invalid(field, "must be an object") }
    for name in members.keys where !Self.members.contains(name) {
      throw .invalid(
        "\(field).\(name.prefix(100))", "is unknown; known are \(Self.members.joined(separator: ", "))")
    }
    let reader = InputReader(members, at: field)
    template = try templates.template(
      named: try reader.requiredText("templateId"), field: reader.field("templateId"))
    parametersField = reader.field("parameters")
    parameters = try reader.object("parameters")?.members ?? [:]
  }

  func sealed(for owner: UUID, by sealer: CredentialSealer) throws -> SealedConfig {
    try SealedConfig(parameters, of: template, owner: owner, sealer: sealer, field: parametersField)
  }
}
