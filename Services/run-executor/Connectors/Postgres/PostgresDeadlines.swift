/// How long the steps of a conversation with a source may take.
struct PostgresDeadlines: Sendable {
  /// Name lookup, TCP, TLS and login together.
  var connect: Duration
  /// One statement, with the reading of its result.
  var statement: Duration
  /// How long a cancelled statement may take to end.
  var cancelGrace: Duration = .milliseconds(500)

  static let collection = PostgresDeadlines(connect: .seconds(10), statement: .seconds(120))
  /// For somebody who looks at every step in a debugger.
  static let unhurried = PostgresDeadlines(connect: .seconds(86_400), statement: .seconds(86_400))
  /// Together under the 8 s that a test may take.
  static let test = PostgresDeadlines(connect: .milliseconds(4_500), statement: .milliseconds(2_500))
}
