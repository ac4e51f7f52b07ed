import ArgumentParser
import Foundation
import Postgres
import ServiceRuntime
import Storage

/// Checks that nobody has tampered with the audit log (S26).
struct VerifyAuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-audit", abstract: "Check the audit log against its chain of hashes.",
    discussion: """
      Walks along the whole chain and names the first entry that was changed, removed or put in later. What it cannot \
      see by itself is a log whose end was cut off together with its seals: note the head it prints, at a place that \
      the database does not reach, and give it the next time.

      Exit code: 0 when the log is whole, 2 when it was tampered with, 1 when it could not be read.

      \(MigrateSettings.helpText)
      """)

  /// Reading a long log takes its time.
  private static let statementTimeout = Duration.seconds(60)
  private static let tampered = ExitCode(2)

  @Option(help: "A head that was printed before (64 hex digits): it has to be part of the chain.")
  var head: AuditHead?

  func run() async throws {
    var database = try SettingsReader(executable: "scheduler").loadOrExit(MigrateSettings.self).database
    database.statementTimeout = Self.statementTimeout
    do {
      let connection = try await PatientConnection(purpose: "verify-audit").connect(database)
      let report = try await AuditVerification.verify(expecting: head?.bytes, on: connection)
      await connection.close()
      print(
        "The audit log is whole: \(report.sealed) entries sealed, \(report.unsealed) waiting for their seal.")
      print("Head: \(report.head)")
    } catch let finding as AuditFinding {
      FileHandle.standardError.write(Data("scheduler verify-audit: \(finding)\n".utf8))
      throw Self.tampered
    } catch {
      FileHandle.standardError.write(Data("scheduler verify-audit: \(error)\n".utf8))
      throw ExitCode.failure
    }
  }
}
