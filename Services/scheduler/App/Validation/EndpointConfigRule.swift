import Contracts
import Domain
import JSON

/// Checks a config whose credentials the gateway has parted off and sealed.
struct EndpointConfigRule: Sendable {
  /// The config as it is to be stored.
  struct Accepted: Sendable {
    var template: EndpointTemplate
    var parameters: JSONObject
    /// The credential fields that are stored after the change.
    var sealedFields: [String]
  }

  /// What may be registered.
  let templates: [EndpointTemplate]

  /// - Parameters:
  ///   - sealed: the credential fields that came with the config.
  ///   - kept: credential fields that are stored already and stay.
  ///   - field: the config, as the API spells it.
  func check(
    kind: String, parameters: JSONValue, sealed: some Sequence<String>, kept: some Sequence<String> = [],
    _ field: String
  ) throws(Refusal) -> Accepted {
    let template = try template(of: kind, field)
    guard var members = parameters.objectValue else {
      throw .invalid("\(field).parameters", "must be an object")
    }
    try FiltersRule.bounds(parameters, "\(field).parameters")
    let sensitive = template.sensitiveKeys
    for key in sensitive {
      guard let value = members.removeValue(forKey: key), !value.isNull, value.stringValue != Endpoint.mask
      else { continue }
      throw .invalid("\(field).parameters.\(key)", "must arrive sealed")
    }
    let sealed = Set(sealed)
    for key in sealed where !sensitive.contains(key) {
      throw .invalid("\(field).parameters.\(key)", "is not a credential of \(template.kind.rawValue)")
    }
    // The mask stands for a credential that exists but cannot be seen here.
    let stored = sealed.union(kept).intersection(sensitive).sorted()
    for key in stored { members[key] = .string(Endpoint.mask) }
    do throws(ConfigIssue) {
      let accepted = try EndpointConfigValidation(template).accept(members)
      return Accepted(template: template, parameters: accepted.parameters, sealedFields: stored)
    } catch {
      throw .invalid("\(field).parameters.\(error.field)", error.message)
    }
  }

  private func template(of kind: String, _ field: String) throws(Refusal) -> EndpointTemplate {
    guard let template = templates.first(where: { $0.kind.rawValue == kind }) else {
      let known = templates.map(\.kind.rawValue).joined(separator: ", ")
      throw .invalid("\(field).templateId", "is not a kind of endpoint; known are \(known)")
    }
    return template
  }
}
