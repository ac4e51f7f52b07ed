import Foundation

/// What a caller was let in by.
enum Grant: Sendable, Equatable {
  /// The platform's own admin key.
  case adminKey
  case apiKey(UUID)
  /// A JSON Web Token.
  case token(expiresAt: Date)
}
