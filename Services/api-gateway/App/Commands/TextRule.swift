import Contracts

/// What every text from outside must obey before it is stored or sent.
enum TextRule {
  static func check(_ text: String, bytes: ClosedRange<Int>, field: String) throws(Refusal) {
    guard bytes.contains(text.utf8.count) else {
      throw .invalid(field, "must be \(bytes.lowerBound) to \(bytes.upperBound) bytes long")
    }
    guard bytes.lowerBound == 0 || text.contains(where: { !$0.isWhitespace }) else {
      throw .invalid(field, "must not be blank")
    }
    // No text column of the database takes one.
    guard !text.utf8.contains(0) else { throw .invalid(field, "must not contain a NUL character") }
  }
}
