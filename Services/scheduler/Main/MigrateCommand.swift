import ArgumentParser
import Foundation
import Logging
import Postgres
import ServiceRuntime
import Storage
import ThreadActor

/// Brings the database up to date, as a role that owns it, and says what it did.
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Apply the migrations the database lacks.",
    discussion: MigrateSettings.helpText)

  /// How long a database that is starting is waited for.
  private static let patience = Duration.seconds(20)
  private static let retryInterval = Duration.milliseconds(300)

  func run() async throws {
    let settings = try SettingsReader(executable: "scheduler").loadOrExit(MigrateSettings.self)
    do {
      let connection = try await connect(settings.database)
      let report = try await Migrator(Migration.bundled()).migrate(connection)
      await connection.close()
      if report.applied.isEmpty {
        print("The database is up to date at version \(report.version).")
      } else {
        let versions = report.applied.map { String($0) }.joined(separator: ", ")
        print("Applied \(versions); the database is at version \(report.version).")
      }
    } catch {
      // The errors of migrations and of the database describe themselves without secrets.
      FileHandle.standardError.write(Data("scheduler migrate: \(error)\n".utf8))
      throw ExitCode.failure
    }
  }

  private func connect(_ configuration: PostgresConfiguration) async throws -> PostgresConnection {
    var configuration = configuration
    configuration.applicationName = "scheduler migrate"
    let thread = PollingThread(name: "migrate")
    let logger = Logger(label: "scheduler.migrate") { _ in SwiftLogNoOpLogHandler() }
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
