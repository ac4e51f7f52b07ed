import Foundation
import JSON
import Logging

/// One collection of one endpoint.
public struct CollectJob: Sendable {
  public var connection: ConnectorConnection
  /// Limits what is collected; its keys are the kind's own. A collection limited by filters is not complete.
  public var filters: JSONValue?
  /// Only these schemas, in place of the configured ones; nil: as configured.
  public var schemas: [String]?
  /// With ``attempt``, what a connector may seed pseudo-random behaviour from; not for anything else.
  public var runID: UUID
  /// The try of this activity within the run's attempt, from 1: differs from one try to the next.
  public var attempt: Int
  /// What is told here is kept with the run when it fails, and in its log: which requests went out, how much came
  /// back, how long it took. Steps at debug, what an operator should notice even in a run that succeeds at info.
  /// Messages are static; metadata holds names and counts, never rows.
  public var logger: Logger

  public init(
    connection: ConnectorConnection, filters: JSONValue? = nil, schemas: [String]? = nil, runID: UUID,
    attempt: Int = 1, logger: Logger = Logger(label: "connector") { _ in SwiftLogNoOpLogHandler() }
  ) {
    self.connection = connection
    self.filters = filters
    self.schemas = schemas
    self.runID = runID
    self.attempt = attempt
    self.logger = logger
  }
}
