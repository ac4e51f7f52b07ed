import Foundation

/// A browser that has shown a key once. It stands for that key and ends with it.
struct Session: Sendable, Equatable {
  /// The API key, or nil for the admin key of the platform.
  var keyID: UUID?
  /// Tells sessions of one key apart.
  var nonce: UUID
  var expiresAt: Date
}
