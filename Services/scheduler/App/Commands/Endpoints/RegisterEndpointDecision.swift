import Contracts
import Domain
import Foundation
import JSON

/// Decides what a registration leads to, from the command alone; what other endpoints there are is the
/// database's to say.
struct RegisterEndpointDecision: Sendable {
  let config: EndpointConfigRule

  func decide(_ command: RegisterEndpoint) throws(Refusal) -> Endpoint {
    let name = try TextRule.name.required(command.name, "input.name")
    let sourceID =
      if let given = command.sourceID {
        try SourceIDRule.check(given, "input.sourceId")
      } else {
        SourceIDRule.derived(name: name, endpoint: command.endpointID)
      }
    let accepted = try config.check(
      kind: command.kind, parameters: command.parameters, sealed: command.sealed.keys, "input.config")
    let url =
      if let given = command.url {
        try EndpointURLRule.check(given, "input.url")
      } else {
        EndpointURLRule.derived(kind: accepted.template.kind, parameters: accepted.parameters)
      }
    let now = Date()
    return Endpoint(
      id: command.endpointID, sourceID: sourceID,
      projectID: try TextRule.word.optional(command.projectSlug, "input.projectSlug"), name: name,
      description: try TextRule.description.optional(command.description, "input.description"),
      verb: try VerbRule.check(command.verb, "input.verb"), url: url,
      authPolicy: try TextRule.word.optional(command.authPolicy, "input.authPolicy"),
      domain: try TextRule.word.optional(command.domain, "input.domain"),
      labels: try LabelsRule.check(command.labels, "input.labels"), kind: accepted.template.kind.rawValue,
      parameters: .object(accepted.parameters), sealedFields: accepted.sealedFields,
      capabilities: try CapabilitiesRule.check(
        command.capabilities, of: accepted.template, "input.capabilities"),
      isEnabled: true, health: .unknown, detectedVersion: nil, versionHint: nil, createdAt: now,
      updatedAt: now,
      deletedAt: nil, deletionReason: nil)
  }
}
