import ArgumentParser
import Foundation
import Postgres
import ServiceRuntime
import Storage

/// Brings the database up to date, as a role that owns it, and says what it did.
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Apply the migrations the database lacks.",
    discussion: MigrateSettings.helpText)

  func run() async throws {
    let settings = try SettingsReader(executable: "scheduler").loadOrExit(MigrateSettings.self)
    do {
      let connection = try await PatientConnection(purpose: "migrate").connect(settings.database)
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
}
