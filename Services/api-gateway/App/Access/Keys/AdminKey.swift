import Crypto
import Foundation

/// The key that opens the API, kept as a digest.
public struct AdminKey: Sendable {
  /// Shorter keys are refused: they could be guessed.
  public static let minimumBytes = 16

  private let digest: SHA256.Digest

  public init(_ key: String) { digest = SHA256.hash(data: Data(key.utf8)) }

  /// Takes the same time for every token of one length: digests are compared in constant time.
  func matches(_ token: BearerToken) -> Bool { SHA256.hash(data: token.bytes) == digest }
}
