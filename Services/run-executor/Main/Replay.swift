import AMQP
import ArgumentParser
import Connectors
import Contracts
import Foundation
import Logging
import Postgres
import RunExecutor
import ServiceRuntime
import ThreadActor

/// Walks a run that has ended once more, and changes nothing.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Walks a run that has ended once more, in the foreground, and writes nothing.",
    discussion: """
      Asks the source with the real connector and prints each activity, try, message and log line as it happens. What \
      an executor would write is written and rolled back, and what it would send is printed. The run keeps its status, \
      there is no lease, and nothing is acknowledged, so the process may stand still under a debugger for as long as \
      you like: give --no-timeouts then. The source itself sees what any collection would ask of it.

      Every replay is a dry run, with --dry-run or without. To carry a run out anew, use the mutation replayRun.

      Exit code: 0 when the run would succeed, 1 when it would fail, 3 when it would be skipped; 4 when it cannot be \
      replayed (unknown, not ended, endpoint deleted, message gone), 64 for wrong arguments, 69 when the platform's \
      database or broker cannot be reached, 78 for wrong settings. See docs/debugging.md.

      \(ReplaySettings.helpText)
      """)

  @Option(help: "The id of the run.")
  var run: ReplayRunID

  @Flag(help: "Write nothing. Always so; the flag says that you know.")
  var dryRun = false

  @Flag(
    help: "Take the message that began the run out of the journal (needs NUCLEUS_AMQP_URL), not from its row."
  )
  var fromJournal = false

  @Flag(inversion: .prefixedNo, help: "Whether the run and its activities end by their timeouts.")
  var timeouts = true

  @Option(help: "Tries of each activity, 1…100.")
  var attempts = 3

  @Flag(help: "Print one JSON object a line.")
  var json = false

  private static let wouldFail = ExitCode(1)
  private static let wouldBeSkipped = ExitCode(3)
  private static let refused = ExitCode(4)
  private static let unavailable = ExitCode(EX_UNAVAILABLE)
  private static let silent = Logger(label: "run-executor.replay") { _ in SwiftLogNoOpLogHandler() }

  func validate() throws {
    guard (1...100).contains(attempts) else {
      throw ValidationError("--attempts has to be a number in 1…100")
    }
  }

  func run() async throws {
    let settings = try SettingsReader(executable: "run-executor").loadOrExit(ReplaySettings.self)
    if !dryRun {
      Self.complain(
        "this is a dry run, as every replay; to carry the run out anew, use the mutation replayRun")
    }
    do {
      switch try await outcome(settings) {
      case .succeeded: return
      case .failed: throw Self.wouldFail
      case .skipped: throw Self.wouldBeSkipped
      }
    } catch let refusal as ReplayRefusal {
      Self.complain(refusal.description)
      throw refusal.isOutage ? Self.unavailable : Self.refused
    } catch let error as PostgresError {
      Self.complain("the platform's database: \(error)")
      throw Self.unavailable
    }
  }

  private func outcome(_ settings: ReplaySettings) async throws -> ReplayOutcome {
    var database = settings.database
    let name = ProcessIdentity(service: "run-executor", instance: "replay").label
    database.applicationName = name
    let configuration = database
    let thread = PollingThread(name: "replay")
    let connect: @Sendable () async throws -> PostgresConnection = {
      try await PostgresConnection.connect(configuration, on: thread, logger: Self.silent)
    }
    let replay = replay(settings, name: name, connect: connect)
    return try await replay.run(trigger: fromJournal ? try await journaled(name, connect) : nil)
  }

  /// The trigger out of the journal, by a client that lives as long as that takes.
  private func journaled(
    _ name: String, _ connect: @escaping @Sendable () async throws -> PostgresConnection
  ) async throws -> (message: RunTriggered, source: String) {
    let settings = try SettingsReader(executable: "run-executor").loadOrExit(JournalAccessSettings.self)
    var broker = settings.amqp
    broker.connectionName = name
    let client = AMQPClient(configuration: broker, topology: .empty, logger: Self.silent)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await client.run() }
      defer { group.cancelAll() }
      do throws(AMQPError) {
        try await client.waitUntilConnected()
      } catch {
        throw ReplayRefusal("the broker: \(error)", isOutage: true)
      }
      return try await JournaledTrigger(connect: connect, client: client).find(run.id)
    }
  }

  private func replay(
    _ settings: ReplaySettings, name: String,
    connect: @escaping @Sendable () async throws -> PostgresConnection
  ) -> RunReplay {
    RunReplay(
      RunReplay.Options(run: run.id, hasTimeouts: timeouts, attempts: attempts),
      RunReplay.Parts(
        connect: connect,
        connectors: .all(synthetic: settings.offersSynthetic, isUnhurried: !timeouts),
        opener: settings.opener,
        addressPolicy: AddressPolicy(allowsPrivateNetworks: settings.allowsPrivateNetworks), name: name),
      report: json ? Self.printJSON : Self.printText)
  }

  @Sendable private static func printJSON(_ event: ReplayEvent) {
    write(event.jsonLine, to: .standardOutput)
  }

  @Sendable private static func printText(_ event: ReplayEvent) {
    let time = event.at.formatted(.iso8601.time(includingFractionalSeconds: true))
    let kind = event.kind.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
    write("\(time) \(kind) \(event.text)", to: .standardOutput)
  }

  private static func complain(_ text: String) {
    write("run-executor replay: \(text)", to: .standardError)
  }

  /// A line at once: who reads along sees each as it happens, also through a pipe.
  private static func write(_ line: String, to file: FileHandle) { file.write(Data((line + "\n").utf8)) }
}
