import Crypto
import Foundation

/// The secret that all gateways of a platform share, from which they derive keys for single purposes.
///
/// It is the admin key: whoever knows that may do everything anyway, and replacing it ends every session.
struct GatewaySecret: Sendable {
  enum Purpose: String, Sendable {
    case sessions = "nucleus session cookie"
    case forms = "nucleus session form token"
    case requestDigests = "nucleus request digest"
  }

  private let key: SymmetricKey

  init(_ text: String) { key = SymmetricKey(data: Data(text.utf8)) }

  /// - Parameter context: keeps keys of one purpose apart, for instance by caller.
  func key(for purpose: Purpose, context: String = "") -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: key, info: Data("\(purpose.rawValue)\n\(context)".utf8), outputByteCount: 32)
  }
}
