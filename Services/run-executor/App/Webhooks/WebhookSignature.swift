import Crypto
import Foundation

/// Signs what a webhook is told, as the Standard Webhooks specification has it: `v1` is the HMAC-SHA256 of
/// `<id>.<timestamp>.<body>` in base64, so that a receiver knows who speaks, that nothing was changed, and how old it is.
struct WebhookSignature: Sendable {
  static let prefix = "whsec_"
  /// Of the secret, in bytes.
  static let secretLength = 24...64

  private let key: SymmetricKey

  /// - Parameter secret: `whsec_` and 24 to 64 bytes in base64.
  /// - Returns: nil for anything else.
  init?(secret: String) {
    guard secret.hasPrefix(Self.prefix),
      let bytes = Data(base64Encoded: String(secret.dropFirst(Self.prefix.count))),
      Self.secretLength.contains(bytes.count)
    else { return nil }
    key = SymmetricKey(data: bytes)
  }

  /// The headers of a message.
  /// - Parameters:
  ///   - id: the same for every try.
  ///   - time: of this try.
  func headers(id: String, time: Date, body: [UInt8]) -> [(name: String, value: String)] {
    let timestamp = String(Int64(time.timeIntervalSince1970))
    let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(timestamp).".utf8) + Data(body), using: key)
    return [
      ("webhook-id", id), ("webhook-timestamp", timestamp),
      ("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
    ]
  }
}

/// Shows itself without the key.
extension WebhookSignature: CustomStringConvertible, CustomReflectable {
  var description: String { "a webhook's signature" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
