import JSON

/// The completed value of one field of one object.
enum Cell: Sendable {
  case null
  case leaf(JSONValue)
  /// The object in a row of one of the column's groups.
  case object(group: Int, row: Int)
  case list([Cell])
  case failed(any Error)
}
