import Contracts
import Foundation

/// What signs the messages of a webhook, in the form of the Standard Webhooks specification: `whsec_` and 24 to 64 bytes
/// in base64. Only ever held on its way to the sealer and, where it was made here, to the caller.
struct WebhookSecret: Sendable {
  static let prefix = "whsec_"
  private static let length = 24...64
  private static let ownLength = 32

  let text: String

  /// A new one.
  init() {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<Self.ownLength).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    text = Self.prefix + Data(bytes).base64EncodedString()
  }

  /// - Throws: a refusal that does not repeat the text.
  init(_ text: String, field: String) throws(Refusal) {
    guard text.hasPrefix(Self.prefix),
      let bytes = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
      Self.length.contains(bytes.count)
    else {
      throw .invalid(
        field,
        "must be \(Self.prefix) followed by \(Self.length.lowerBound) to \(Self.length.upperBound) random bytes in base64"
      )
    }
    self.text = text
  }
}

/// Shows itself without the secret.
extension WebhookSecret: CustomStringConvertible, CustomReflectable {
  var description: String { "a webhook's secret" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
