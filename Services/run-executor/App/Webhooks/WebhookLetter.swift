import Foundation

/// What a webhook is to be told once.
struct WebhookLetter: Sendable {
  /// Receivers know a repetition by it.
  var id: UUID
  var body: [UInt8]
}
