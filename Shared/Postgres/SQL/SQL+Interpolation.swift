extension SQL: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self.init(unescaped: value) }
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.statement }

  /// Builds a statement out of an interpolated literal.
  public struct StringInterpolation: StringInterpolationProtocol, Sendable {
    var statement = SQL()

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) { statement.append(text: literal) }

    /// Binds a value.
    public mutating func appendInterpolation(_ value: some SQLBindable) {
      statement.append(value.sqlParameter)
    }

    /// Binds a value or NULL. The compiler takes an optional for a mistake unless an overload names it.
    public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
      statement.append(value.sqlParameter)
    }

    /// Nests another statement.
    public mutating func appendInterpolation(_ nested: SQL) { statement.append(nested) }

    /// The name of a table, column, … in double quotes, whatever it holds.
    public mutating func appendInterpolation(identifier: String) {
      statement.append(text: IdentifierText.quoted(identifier))
    }

    /// Text as it is. It must not hold values, nor anything a user wrote.
    public mutating func appendInterpolation(unescaped text: String) { statement.append(text: text) }
  }
}
