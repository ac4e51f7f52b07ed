import Crypto

/// The key that opens credentials. Only executors hold one.
public struct SealingPrivateKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  let key: Curve25519.KeyAgreement.PrivateKey

  /// A new key.
  public init() { key = Curve25519.KeyAgreement.PrivateKey() }

  /// Reads the text form `nsk1.<base64url>`.
  /// - Throws: `.invalidKey`.
  public init(text: String) throws(SealingError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == SealingScheme.privateKeyPrefix,
      let bytes = Base64URL.decode(parts[1]),
      let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
    else {
      throw SealingError(.invalidKey, "is no private key of the form nsk1.<base64url>")
    }
    self.key = key
  }

  public var publicKey: SealingPublicKey { SealingPublicKey(key.publicKey) }

  /// The key itself, `nsk1.<base64url>`: a secret.
  public var text: String {
    "\(SealingScheme.privateKeyPrefix).\(Base64URL.encode(key.rawRepresentation))"
  }

  public var description: String { "private key \(publicKey.keyID)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["keyID": publicKey.keyID]) }
}
