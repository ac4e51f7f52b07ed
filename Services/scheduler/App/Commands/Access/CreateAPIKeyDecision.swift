import Contracts
import Domain
import Foundation

/// Decides whether a key of the API may be made as it is asked for.
enum CreateAPIKeyDecision {
  static let name = TextRule(maximum: 100)
  private static let digestBytes = 32

  static func decide(
    _ command: CreateAPIKey, at now: Date
  ) throws(Refusal) -> (key: APIKey, digest: [UInt8]) {
    guard let role = Role(rawValue: command.role) else {
      throw .invalid("role", "must be one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    if let end = command.expiresAt, end <= now { throw .invalid("expiresAt", "must lie in the future") }
    let key = APIKey(
      id: command.id, name: try name.required(command.name, "name"), role: role, createdAt: now,
      expiresAt: command.expiresAt)
    return (key, try digest(command.digest))
  }

  private static func digest(_ hex: String) throws(Refusal) -> [UInt8] {
    guard let bytes = [UInt8](hexDigits: hex), bytes.count == digestBytes else {
      throw .invalid("digest", "must be \(digestBytes * 2) hex digits")
    }
    return bytes
  }
}
