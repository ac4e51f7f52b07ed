import Contracts
import Crypto
import Domain
import Foundation

/// A key that was just made: the only place that holds its text, until the answer has gone out.
struct APIKeyDraft: Sendable {
  /// What the platform is told: nothing that opens anything.
  let command: CreateAPIKey
  /// The key itself. Never logged or sent to anybody but the caller.
  let text: String

  /// - Parameter arguments: of `createApiKey`.
  init(_ arguments: InputReader, requestedBy: String) throws(Refusal) {
    var generator = SystemRandomNumberGenerator()
    let secret = (0..<APIKeyText.secretBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let id = UUID.v7()
    text = APIKeyText.make(id: id, secret: secret)
    command = CreateAPIKey(
      id: id, requestedBy: requestedBy, name: try Self.name(arguments),
      role: try Self.role(arguments).rawValue, digest: SHA256.hash(data: Data(text.utf8)).hexDigits,
      expiresAt: try arguments.date("expiresAt"))
  }

  private static func name(_ arguments: InputReader) throws(Refusal) -> String {
    let name = try arguments.requiredText("name", bytes: 1...1_000)
    guard name.unicodeScalars.count <= 100 else {
      throw .invalid(arguments.field("name"), "must be 1 to 100 characters long")
    }
    try CredentialFreeRule.check(text: name, field: arguments.field("name"))
    return name
  }

  private static func role(_ arguments: InputReader) throws(Refusal) -> Role {
    guard let role = try arguments.choice("role", as: Role.self) else {
      throw .invalid(arguments.field("role"), "is required")
    }
    return role
  }
}

/// Shows itself without the key.
extension APIKeyDraft: CustomStringConvertible, CustomReflectable {
  var description: String { "draft of the API key \(command.id.lowercased)" }
  var customMirror: Mirror { Mirror(self, children: ["id": command.id]) }
}
