import Crypto

/// The key to which credentials are sealed. It is no secret.
public struct SealingPublicKey: Sendable, Hashable, CustomStringConvertible {
  /// Sixteen hexadecimal digits that tell keys apart.
  public let keyID: String
  private let bytes: [UInt8]
  let key: Curve25519.KeyAgreement.PublicKey

  /// Reads the text form `<keyID>.<base64url>`.
  /// - Throws: `.invalidKey`, also where the two parts do not belong together.
  public init(text: String) throws(SealingError) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = Base64URL.decode(parts[1]), bytes.count == SealingScheme.keyLength,
      let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)
    else {
      throw SealingError(.invalidKey, "is no public key of the form <keyId>.<base64url>")
    }
    self.init(key)
    guard keyID == parts[0] else {
      throw SealingError(.invalidKey, "is a damaged public key: its key id does not match")
    }
  }

  init(_ key: Curve25519.KeyAgreement.PublicKey) {
    self.key = key
    bytes = Array(key.rawRepresentation)
    keyID = SealingScheme.keyID(of: bytes)
  }

  /// `<keyID>.<base64url>`
  public var text: String { "\(keyID).\(Base64URL.encode(bytes))" }

  public var description: String { text }

  public static func == (left: SealingPublicKey, right: SealingPublicKey) -> Bool {
    left.bytes == right.bytes
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
