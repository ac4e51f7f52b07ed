import Postgres

/// What must hold in the database at any time: a statement that finds whatever breaks it.
struct Invariant: Sendable {
  /// As the reliability rules number and word it.
  let name: String
  /// One text column; no rows where all is well.
  let offenders: SQL

  init(_ name: String, _ offenders: SQL) {
    self.name = name
    self.offenders = offenders
  }
}
