import Contracts
import Domain

/// Who makes a request.
struct Caller: Sendable {
  /// The id of the key, the scope of idempotency keys.
  let keyID: String
  /// As `requestedBy` shows it.
  let name: String
  let role: Role
  /// The network address that the request came from, where it is known.
  var address: String?
  /// The key itself: digests of requests are keyed with it. Never logged or sent.
  let token: BearerToken

  /// As commands name them.
  var actor: Contracts.Actor {
    Contracts.Actor(keyID: keyID, name: name, role: role.rawValue, address: address)
  }
}
