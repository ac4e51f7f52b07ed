import Foundation
import JSON
import Postgres

/// A process at one of its starts.
public struct ProcessStart: Sendable, Equatable {
  /// `run-executor-1@host`
  public var name: String
  public var startedAt: Date
  public var service: String
  public var version: String
  /// Name → `{value, source}`, without secrets.
  public var settings: JSONValue

  init(row: Row) throws {
    name = try row.decode("name")
    startedAt = try row.decode("started_at")
    service = try row.decode("service")
    version = try row.decode("version")
    settings = try row.decode("settings")
  }
}
