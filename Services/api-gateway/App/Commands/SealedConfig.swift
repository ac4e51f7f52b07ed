import Contracts
import Domain
import Foundation
import JSON
import Sealing

/// The connection parameters of an endpoint, checked, with the credentials sealed.
///
/// This is the only place that sees a credential in the clear. What leaves it can be stored, sent and logged.
struct SealedConfig: Equatable {
  let kind: String
  /// Everything but credentials.
  let parameters: JSONValue
  /// Field name → sealed credential.
  let sealed: [String: String]
  /// Credential fields given as null.
  let dropped: [String]
  /// Credential fields given as the mask: the stored ones are meant.
  let kept: [String]

  /// - Parameters:
  ///   - owner: what the sealed credentials are bound to, an endpoint's id or a test's.
  ///   - field: where the parameters were given.
  init(
    _ parameters: JSONObject, of template: EndpointTemplate, owner: UUID, sealer: CredentialSealer,
    field: String
  ) throws {
    try JSONRule.check(.object(parameters), field: field)
    let accepted: EndpointConfigValidation.Accepted
    do {
      accepted = try EndpointConfigValidation(template).accept(parameters)
    } catch {
      throw Refusal.invalid("\(field).\(error.field.prefix(100))", error.message)
    }
    try CredentialFreeRule.check(.object(accepted.parameters), field: field)
    kind = template.kind.rawValue
    self.parameters = .object(accepted.parameters)
    dropped = accepted.dropped
    kept = template.sensitiveKeys.filter { parameters[$0]?.stringValue == Endpoint.mask }.sorted()
    var sealed: [String: String] = [:]
    for (name, secret) in accepted.credentials {
      sealed[name] = try sealer.seal(secret, context: SealingContext(owner.lowercased, name))
    }
    self.sealed = sealed
  }

  /// Refuses the mask where nothing is stored yet.
  /// - Parameter field: where the parameters were given.
  func checkNothingKept(field: String) throws(Refusal) {
    guard let name = kept.first else { return }
    throw .invalid("\(field).\(name)", "must be the credential itself: there is no stored one yet")
  }
}
