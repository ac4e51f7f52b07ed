/// A statement with its values kept apart from its text.
///
/// An interpolated value becomes a bound parameter, never text:
/// ```swift
/// let statement: SQL = "select name from endpoints where id = \(id) and enabled = \(true)"
/// // text: select name from endpoints where id = $1 and enabled = $2
/// ```
/// What must become text says so: `\(identifier: name)` is quoted, `\(unescaped: text)` is taken as it is.
/// Interpolating another ``SQL`` nests it and renumbers its placeholders.
public struct SQL: Sendable {
  /// The text as the server sees it, with placeholders `$1`, `$2`, …
  public private(set) var text: String
  /// The values of the placeholders, in order.
  public private(set) var parameters: [SQLParameter]
  /// Where the placeholders stand in the UTF-8 of `text`, so that nesting can renumber them without parsing.
  private var placeholders: [Range<Int>]

  /// An empty statement to append to.
  public init() { self.init(unescaped: "") }

  /// Takes `text` as it is: it must not hold values, nor anything a user wrote.
  public init(unescaped text: String) {
    self.text = text
    parameters = []
    placeholders = []
  }

  mutating func append(text more: String) { text += more }

  mutating func append(_ parameter: SQLParameter) {
    parameters.append(parameter)
    let start = text.utf8.count
    text += "$\(parameters.count)"
    placeholders.append(start..<text.utf8.count)
  }

  mutating func append(_ nested: SQL) {
    var copied = nested.text.utf8.startIndex
    var copiedOffset = 0
    for (range, parameter) in zip(nested.placeholders, nested.parameters) {
      let start = nested.text.utf8.index(copied, offsetBy: range.lowerBound - copiedOffset)
      text += nested.text[copied..<start]
      append(parameter)
      copied = nested.text.utf8.index(start, offsetBy: range.count)
      copiedOffset = range.upperBound
    }
    text += nested.text[copied...]
  }

  /// Both, one after the other, with the placeholders of the second renumbered.
  public static func + (first: SQL, second: SQL) -> SQL {
    var joined = first
    joined.append(second)
    return joined
  }

  public static func += (statement: inout SQL, more: SQL) { statement.append(more) }

  /// All parts with `separator` between them, for lists of rows or conditions.
  public static func join(_ parts: some Sequence<SQL>, separator: SQL) -> SQL {
    var joined = SQL()
    for (index, part) in parts.enumerated() {
      if index > 0 { joined.append(separator) }
      joined.append(part)
    }
    return joined
  }
}
