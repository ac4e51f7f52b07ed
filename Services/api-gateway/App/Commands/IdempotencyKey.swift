import Contracts

/// A caller's own name for a request, by which a repetition is told from a new one.
struct IdempotencyKey: Sendable, Hashable {
  static let header = "Idempotency-Key"

  let text: String

  /// - Throws: ``Refusal`` unless the text is 1 to 200 printable ASCII characters.
  init(_ text: String) throws(Refusal) {
    guard 1...200 ~= text.utf8.count, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw .invalid(Self.header, "must be 1 to 200 printable ASCII characters")
    }
    self.text = text
  }
}
