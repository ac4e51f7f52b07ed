import Foundation

/// A page was asked for after a row that does not exist.
public struct UnknownCursor: Error, Sendable {
  public let cursor: UUID
}
