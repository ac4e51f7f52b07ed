/// Why sealing or opening failed. Never holds a secret, a key or a sealed text.
public struct SealingError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// The sealed text has not the form of one.
    case malformed
    /// None of the private keys belongs to the sealed text.
    case unknownKey
    /// The sealed text was changed, or belongs to another context.
    case notAuthentic
    /// A public or private key in text form is wrong.
    case invalidKey
    /// The key file cannot be read or written.
    case unreadableKeyFile
    /// The key file can be read by others than its owner.
    case exposedKeyFile
    /// The key file or the opener holds no key.
    case noKey
  }

  public let code: Code
  /// What went wrong and, where somebody can mend it, how.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
