import Contracts
import Crypto
import Foundation

/// Turns sessions into cookies that only gateways can make, and back.
///
/// A session is not stored anywhere, so every gateway takes it and none has to be asked; its key is looked at
/// with each request, so it ends at once when that is revoked.
struct SessionSigner: Sendable {
  private let cookieKey: SymmetricKey
  private let formKey: SymmetricKey

  private static let version = "1"
  private static let adminKeyName = "admin"

  init(_ secret: GatewaySecret) {
    cookieKey = secret.key(for: .sessions)
    formKey = secret.key(for: .forms)
  }

  /// The cookie's value: letters, digits, `.`, `-` and `_` alone.
  func cookie(for session: Session) -> String {
    let fields = [
      Self.version, session.keyID?.lowercased ?? Self.adminKeyName, session.nonce.lowercased,
      String(Int(session.expiresAt.timeIntervalSince1970)),
    ].joined(separator: ".")
    return fields + "." + HMAC<SHA256>.authenticationCode(for: Data(fields.utf8), using: cookieKey).hexDigits
  }

  /// The session in a cookie; nil when it was not made here, was changed, or is over.
  func session(in cookie: String, at now: Date) -> Session? {
    let parts = cookie.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == Self.version, let code = [UInt8](hexDigits: parts[4]) else {
      return nil
    }
    let signed = Data(parts[0..<4].joined(separator: ".").utf8)
    guard HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: cookieKey),
      let nonce = UUID(uuidString: String(parts[2])), let seconds = Int(parts[3])
    else { return nil }
    let keyID = UUID(uuidString: String(parts[1]))
    guard keyID != nil || parts[1] == Self.adminKeyName else { return nil }
    let expiresAt = Date(timeIntervalSince1970: TimeInterval(seconds))
    return expiresAt > now ? Session(keyID: keyID, nonce: nonce, expiresAt: expiresAt) : nil
  }

  /// What a page has to send along with every change, so that another site's page cannot.
  func formToken(for session: Session) -> String {
    HMAC<SHA256>.authenticationCode(for: Data(session.nonce.lowercased.utf8), using: formKey).hexDigits
  }

  /// Compares in constant time.
  func isFormToken(_ text: String, of session: Session) -> Bool {
    guard let code = [UInt8](hexDigits: text) else { return false }
    return HMAC<SHA256>.isValidAuthenticationCode(
      code, authenticating: Data(session.nonce.lowercased.utf8), using: formKey)
  }
}
