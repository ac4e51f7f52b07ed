import Contracts
import Domain
import Foundation
import JSON

/// Decides what a change of an endpoint leads to.
struct UpdateEndpointDecision: Sendable {
  let config: EndpointConfigRule

  /// - Returns: the endpoint as it is to be stored.
  func decide(_ command: UpdateEndpoint, on current: Endpoint) throws(Refusal) -> Endpoint {
    var endpoint = current
    if let name = try given(command.name, "patch.name") {
      endpoint.name = try TextRule.name.required(name, "patch.name")
    }
    endpoint.description = try TextRule.description.optional(
      command.description.applied(to: current.description), "patch.description")
    if let verb = try given(command.verb, "patch.verb") {
      endpoint.verb = try VerbRule.check(verb, "patch.verb")
    }
    endpoint.authPolicy = try TextRule.word.optional(
      command.authPolicy.applied(to: current.authPolicy), "patch.authPolicy")
    endpoint.domain = try TextRule.word.optional(command.domain.applied(to: current.domain), "patch.domain")
    endpoint.labels = try LabelsRule.check(command.labels.applied(to: current.labels), "patch.labels")
    if let isEnabled = try given(command.isEnabled, "patch.isEnabled") { endpoint.isEnabled = isEnabled }
    if let change = try given(command.config, "patch.config") { try apply(change, to: &endpoint) }
    try applyURL(command.url, to: &endpoint, former: current)
    try applyCapabilities(command.capabilities, to: &endpoint)
    return endpoint
  }

  /// A config replaces the former one, but for the credentials it does not speak of.
  private func apply(_ change: UpdateEndpoint.Config, to endpoint: inout Endpoint) throws(Refusal) {
    guard change.kind == endpoint.kind else {
      throw .invalid("patch.config.templateId", "cannot be changed from \(endpoint.kind)")
    }
    let kept = endpoint.sealedFields.filter { !change.dropped.contains($0) }
    let accepted = try config.check(
      kind: change.kind, parameters: change.parameters, sealed: change.sealed.keys, kept: kept, "patch.config"
    )
    endpoint.parameters = .object(accepted.parameters)
    endpoint.sealedFields = accepted.sealedFields
  }

  /// An address that was built from the parameters follows them.
  private func applyURL(
    _ patch: Patch<String>, to endpoint: inout Endpoint, former: Endpoint
  ) throws(Refusal) {
    switch patch {
    case .set(let url): endpoint.url = try EndpointURLRule.check(url, "patch.url")
    case .cleared: endpoint.url = derivedURL(of: endpoint) ?? endpoint.url
    case .unchanged:
      if former.url == derivedURL(of: former) { endpoint.url = derivedURL(of: endpoint) ?? endpoint.url }
    }
  }

  private func derivedURL(of endpoint: Endpoint) -> String? {
    guard let kind = EndpointKind(rawValue: endpoint.kind) else { return nil }
    return EndpointURLRule.derived(kind: kind, parameters: endpoint.parameters.objectValue ?? [:])
  }

  private func applyCapabilities(_ patch: Patch<[String]>, to endpoint: inout Endpoint) throws(Refusal) {
    switch patch {
    case .unchanged: return
    case .cleared: endpoint.capabilities = nil
    case .set(let capabilities):
      guard let template = config.templates.first(where: { $0.kind.rawValue == endpoint.kind }) else {
        throw .invalid("patch.capabilities", "\(endpoint.kind) endpoints are not offered here")
      }
      endpoint.capabilities = try CapabilitiesRule.check(capabilities, of: template, "patch.capabilities")
    }
  }

  /// The value of a field that cannot be null.
  private func given<Value>(_ patch: Patch<Value>, _ field: String) throws(Refusal) -> Value? {
    switch patch {
    case .unchanged: return nil
    case .cleared: throw .invalid(field, "must not be null")
    case .set(let value): return value
    }
  }
}
