import Contracts
import GraphQL
import JSON
import Storage

/// The arguments by which lists are cut into pages.
enum PageArguments {
  static let range = 1...500

  /// `first` and `after`.
  static func page(_ arguments: Arguments, default first: Int) throws(Refusal) -> Page {
    Page(
      first: try size("first", arguments) ?? first, after: try InputReader(arguments.values).uuid("after"))
  }

  /// `limit`
  static func limit(_ arguments: Arguments, default limit: Int) throws(Refusal) -> Int {
    try size("limit", arguments) ?? limit
  }

  /// `first` of a list that has no cursor.
  static func first(_ arguments: Arguments, default first: Int) throws(Refusal) -> Int {
    try size("first", arguments) ?? first
  }

  private static func size(_ name: String, _ arguments: Arguments) throws(Refusal) -> Int? {
    guard let size = try InputReader(arguments.values).int(name) else { return nil }
    guard range.contains(size) else {
      throw .invalid(name, "must be from \(range.lowerBound) to \(range.upperBound)")
    }
    return size
  }
}
