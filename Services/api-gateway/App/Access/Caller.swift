import Contracts
import Crypto
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
  /// What opened the door.
  let grant: Grant
  /// Digests of requests are keyed with it: it is the same whichever gateway is asked, and nobody else has it.
  let digestKey: SymmetricKey
  /// Set when a cookie spoke for the caller.
  var session: Session?

  /// As commands name them.
  var actor: Contracts.Actor {
    Contracts.Actor(keyID: keyID, name: name, role: role.rawValue, address: address)
  }
}
