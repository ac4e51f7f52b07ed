import Logging
import Postgres
import ThreadActor

/// Connects to a database that may still be starting.
struct PatientConnection {
  /// What the connection is for, as the database's list of sessions shows it.
  let purpose: String

  private static let patience = Duration.seconds(20)
  private static let retryInterval = Duration.milliseconds(300)

  func connect(_ configuration: PostgresConfiguration) async throws -> PostgresConnection {
    var configuration = configuration
    configuration.applicationName = "scheduler \(purpose)"
    let thread = PollingThread(name: purpose)
    let logger = Logger(label: "scheduler.\(purpose)") { _ in SwiftLogNoOpLogHandler() }
    let end = ContinuousClock.now + Self.patience
    while true {
      do {
        return try await PostgresConnection.connect(configuration, on: thread, logger: logger)
      } catch {
        guard error.code == .connectionFailed, error.isRetriable, .now < end else { throw error }
        try await Task.sleep(for: Self.retryInterval)
      }
    }
  }
}
