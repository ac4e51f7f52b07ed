import Contracts
import Domain

/// What of its kind an endpoint may be used for.
enum CapabilitiesRule {
  /// - Returns: nil for all that the kind can do.
  static func check(
    _ capabilities: [String]?, of template: EndpointTemplate, _ field: String
  ) throws(Refusal) -> [String]? {
    guard let capabilities else { return nil }
    var accepted: [String] = []
    for name in capabilities {
      guard let capability = Capability(rawValue: name) else {
        let known = Capability.allCases.map(\.rawValue).joined(separator: ", ")
        throw .invalid(field, "holds an unknown capability; known are \(known)")
      }
      guard template.capabilities.contains(capability) else {
        throw .invalid(field, "\(template.kind.rawValue) endpoints do not offer \(name)")
      }
      if !accepted.contains(name) { accepted.append(name) }
    }
    return accepted
  }
}
