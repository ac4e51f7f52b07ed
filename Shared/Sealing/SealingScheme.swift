import Crypto
import Foundation

/// The one cipher suite of the format `nsl1`: HPKE (RFC 9180) in base mode.
enum SealingScheme {
  /// Begins every sealed text.
  static let version = "nsl1"
  /// Begins every private key.
  static let privateKeyPrefix = "nsk1"
  /// Both kinds of X25519 key and the encapsulated key.
  static let keyLength = 32
  static let ciphersuite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

  /// Ties the key schedule to this format, so that a text of another use of the same key does not open.
  static var info: Data { Data("nucleus credential \(version)".utf8) }

  /// What is authenticated beside the secret: the context and the key the text claims.
  static func authenticated(_ context: SealingContext, keyID: String) -> Data {
    Data(SealingContext(version, keyID).authenticatedBytes + context.authenticatedBytes)
  }

  /// The first 8 bytes of the key's SHA-256 in hexadecimal.
  static func keyID(of publicKey: [UInt8]) -> String {
    SHA256.hash(data: publicKey).prefix(8).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
