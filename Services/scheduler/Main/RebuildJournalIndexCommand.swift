import AMQP
import ArgumentParser
import Contracts
import Foundation
import Logging
import Postgres
import Scheduler
import ServiceRuntime

/// Builds the index of the journal anew from its stream (B6).
struct RebuildJournalIndexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild-journal-index", abstract: "Build the index of the journal anew from its stream.",
    discussion: """
      For when the index was lost or is not to be trusted, after a restore of the database for one. Schedulers may go \
      on meanwhile: messages of the journal show up again as they are read, oldest first. What the stream has let go \
      already stays as it is.

      \(RebuildJournalIndexSettings.helpText)
      """)

  private static let statementTimeout = Duration.seconds(300)
  private static let connectTimeout = Duration.seconds(20)
  /// Progress is shown this often.
  private static let reportInterval = Duration.seconds(1)

  func run() async throws {
    let settings = try SettingsReader(executable: "scheduler").loadOrExit(RebuildJournalIndexSettings.self)
    let logger = Logger(label: "scheduler.journal") { _ in SwiftLogNoOpLogHandler() }
    var configuration = settings.database
    configuration.applicationName = "scheduler rebuild-journal-index"
    configuration.statementTimeout = Self.statementTimeout
    let pool = PostgresPool(configuration: configuration, size: 2, logger: logger)
    let client = AMQPClient(configuration: settings.amqp, logger: logger)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await pool.run() }
        group.addTask { try await client.run() }
        defer { group.cancelAll() }
        try await client.waitUntilConnected(timeout: Self.connectTimeout)
        let report = ProgressReport(interval: Self.reportInterval)
        let rebuild = JournalRebuild(
          client: client, database: pool, holder: "rebuild \(UUID().lowercased)", progress: report.show(_:of:)
        )
        let count = try await rebuild.run()
        print("The index holds \(count) messages of the stream.")
      }
    } catch {
      // The errors of broker and database describe themselves without secrets.
      FileHandle.standardError.write(Data("scheduler rebuild-journal-index: \(error)\n".utf8))
      throw ExitCode.failure
    }
  }
}
