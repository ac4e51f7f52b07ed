import Crypto
import Foundation

/// Opens sealed credentials with any of several private keys, so that a key can be replaced while texts
/// sealed to the old one remain.
public struct CredentialOpener: Sendable {
  private let keys: [String: SealingPrivateKey]

  /// - Parameter privateKeys: at least one, in any order.
  /// - Throws: `.noKey`.
  public init(privateKeys: [SealingPrivateKey]) throws(SealingError) {
    if privateKeys.isEmpty { throw SealingError(.noKey, "there is no private key to open credentials with") }
    keys = Dictionary(privateKeys.map { ($0.publicKey.keyID, $0) }) { first, _ in first }
  }

  /// The ids of the keys whose texts can be opened, sorted.
  public var keyIDs: [String] { keys.keys.sorted() }

  /// Opens a sealed text.
  /// - Parameter context: the one it was sealed for.
  /// - Throws: `.malformed`, `.unknownKey` or `.notAuthentic`.
  public func open(_ sealed: String, context: SealingContext) throws(SealingError) -> String {
    let parts = try SealedText(parsing: sealed)
    guard let key = keys[parts.keyID] else {
      throw SealingError(.unknownKey, "no private key for the key id \(parts.keyID)")
    }
    guard let secret = Self.decrypt(parts, with: key, context: context) else {
      throw SealingError(.notAuthentic, "the sealed credential was changed or belongs elsewhere")
    }
    guard let text = String(validating: secret, as: UTF8.self) else {
      throw SealingError(.malformed, "the sealed credential is no text")
    }
    return text
  }

  /// The id of the key a text was sealed to, without opening it.
  /// - Throws: `.malformed`.
  public static func keyID(of sealed: String) throws(SealingError) -> String {
    try SealedText(parsing: sealed).keyID
  }

  private static func decrypt(
    _ sealed: SealedText, with key: SealingPrivateKey, context: SealingContext
  ) -> Data? {
    // Every failure of the library means the same to the caller: not what was sealed.
    guard
      var recipient = try? HPKE.Recipient(
        privateKey: key.key, ciphersuite: SealingScheme.ciphersuite, info: SealingScheme.info,
        encapsulatedKey: Data(sealed.encapsulatedKey))
    else { return nil }
    return try? recipient.open(
      Data(sealed.ciphertext),
      authenticating: SealingScheme.authenticated(context, keyID: sealed.keyID))
  }
}
