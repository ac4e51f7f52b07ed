import Domain
import JSON
import Logging
import Postgres
import ThreadActor

/// Reads the catalog of a PostgreSQL database (12 and later).
///
/// Listed are ordinary, partitioned and foreign tables, views and materialised views of all schemas but the
/// system's, whether or not the role may read their rows. Partitions are part of their table, and counted in it.
/// Names of types and functions are qualified unless they are built in.
///
/// A collection is complete when neither filters nor an override of the schemas limit it: the schemas in the
/// endpoint's own parameters are what the endpoint consists of, so that leaving one out makes its datasets
/// stale. A schema that is wanted and does not exist fails the collection: an empty catalog would hide the slip.
public struct PostgresConnector: Connector {
  public let kind = EndpointKind.postgres
  public let capabilities: Set<Capability> = [.collect]

  private let thread: PollingThread
  private let logger: Logger
  private let collectDeadlines: PostgresDeadlines
  private let testDeadlines: PostgresDeadlines

  /// - Parameters:
  ///   - thread: what all connections of this connector live on.
  ///   - isUnhurried: whether collections get a day for each step, for use under a debugger.
  public init(thread: PollingThread, logger: Logger, isUnhurried: Bool = false) {
    self.init(
      thread: thread, logger: logger, collectDeadlines: isUnhurried ? .unhurried : .collection,
      testDeadlines: .test)
  }

  init(
    thread: PollingThread, logger: Logger, collectDeadlines: PostgresDeadlines,
    testDeadlines: PostgresDeadlines
  ) {
    self.thread = thread
    self.logger = logger
    self.collectDeadlines = collectDeadlines
    self.testDeadlines = testDeadlines
  }

  public func test(_ connection: ConnectorConnection) async -> ConnectionDiagnosis {
    let source: PostgresSource
    do {
      source = try self.source(connection, testDeadlines, logger)
    } catch {
      let diagnostic = ConnectionDiagnosis.Diagnostic(
        level: .error, code: error.code, message: error.message, field: error.field)
      return ConnectionDiagnosis(ok: false, diagnostics: [diagnostic])
    }
    do {
      let overview = try await source.withConnection { try await SourceOverview(of: $0, $1) }
      return ConnectionDiagnosis(ok: true, diagnostics: overview.diagnostics(for: source.parameters))
    } catch {
      return ConnectionDiagnosis(ok: false, diagnostics: [error.diagnostic])
    }
  }

  public func prepare(_ job: CollectJob) async throws(RunFailure) -> Preparation {
    _ = try PostgresParameters(job.connection)
    return .ready
  }

  public func collect(_ job: CollectJob) async throws(RunFailure) -> CollectedCatalog {
    let source = try source(job.connection, collectDeadlines, job.logger)
    // An empty list limits nothing.
    let override = job.schemas.flatMap { $0.isEmpty ? nil : $0 }
    do {
      return try await source.withConnection { connection, version in
        let reader = CatalogReader(
          connection: connection, version: version, logger: job.logger, reading: source.reading,
          pace: job.connection.pace)
        let datasets = try await reader.read(schemas: override ?? source.parameters.schemas)
        return CollectedCatalog(
          datasets: datasets, isComplete: override == nil && (job.filters?.objectValue ?? [:]).isEmpty,
          detectedVersion: version.description)
      }
    } catch {
      throw error.runFailure
    }
  }

  private func source(
    _ connection: ConnectorConnection, _ deadlines: PostgresDeadlines, _ logger: Logger
  ) throws(RunFailure) -> PostgresSource {
    PostgresSource(
      parameters: try PostgresParameters(connection), addressPolicy: connection.addressPolicy,
      deadlines: deadlines, thread: thread, logger: logger)
  }
}
