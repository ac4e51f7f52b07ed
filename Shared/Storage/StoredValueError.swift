/// A column holds a word that this release does not know: a newer release wrote it.
public struct StoredValueError: Error, CustomStringConvertible, Sendable {
  public let column: String
  public let value: String

  public var description: String { "the column \(column) holds the unknown word \(value)" }
}
