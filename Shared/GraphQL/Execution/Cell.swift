import JSON

/// The completed value of one field of one object.
enum Cell: Sendable {
  case null
  case leaf(JSONValue)
  /// The object in a row of one of the column's groups.
  case object(group: Int, row: Int)
  case list([Cell])
  /// A list of the objects in some rows of one of the column's groups.
  case objects(group: Int, rows: Range<Int>)
  case failed(any Error)
}
