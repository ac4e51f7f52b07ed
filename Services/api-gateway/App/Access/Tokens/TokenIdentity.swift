import Domain
import Foundation

/// Who a valid token says its bearer is.
struct TokenIdentity: Sendable, Equatable {
  var subject: String
  var role: Role
  var expiresAt: Date
}
