import Contracts
import Domain
import Foundation
import JSON
import Logging
import ServiceRuntime
import Storage
import Synchronization

/// The log of one attempt of a run, as far as it is kept with the run.
///
/// Lines are made free of secrets as they come: of everything that looks like one, and of the credentials of the
/// endpoint once they are known.
final class RunLog: Sendable {
  private struct State {
    var buffer = RunLogBuffer()
    var redactor = Redactor()
  }

  /// Characters of one message or value.
  private static let longestText = 1_000
  /// What every line of a run would repeat.
  private static let implied: Set<String> = [LogKey.runID, LogKey.endpointID, LogKey.attempt]

  private let run: ClaimedRun
  private let onLine: (@Sendable (RunLogBuffer.Line) -> Void)?
  private let state = Mutex(State())

  /// - Parameter onLine: told each line as it comes.
  init(run: ClaimedRun, onLine: (@Sendable (RunLogBuffer.Line) -> Void)? = nil) {
    self.run = run
    self.onLine = onLine
  }

  /// A logger whose lines are kept here as well as written to the process's log.
  func logger(like logger: Logger) -> Logger {
    var handler = RunLogHandler(inner: logger.handler, log: self)
    handler[metadataKey: LogKey.runID] = "\(run.run.id.lowercased)"
    handler[metadataKey: LogKey.endpointID] = "\(run.endpoint.id.lowercased)"
    let made = handler
    return Logger(label: logger.label) { _ in made }
  }

  /// Lines may hold none of these from now on.
  func learn(secrets: some Collection<String>) {
    guard !secrets.isEmpty else { return }
    state.withLock { $0.redactor = $0.redactor.adding(secrets: secrets) }
  }

  func append(level: RunLogLine.Level, message: String, metadata: Logger.Metadata, at: Date) {
    let redactor = state.withLock(\.redactor)
    let own = metadata.filter { !Self.implied.contains($0.key) }
    let line = RunLogBuffer.Line(
      at: at, level: level, message: redactor.sanitise(message, limit: Self.longestText),
      metadata: FlatMetadata.entries(of: own, redactedBy: redactor).map { key, value in
        (key, redactor.sanitise(value, limit: Self.longestText))
      })
    state.withLock { $0.buffer.append(line) }
    onLine?(line)
  }

  /// What is to be stored: all lines of at least this level.
  func lines(from level: RunLogLine.Level) -> [RunLogLine] {
    state.withLock { $0.buffer.lines(from: level) }.map { line in
      let metadata = JSONObject(line.metadata.map { ($0.key, .string($0.value)) }) { $1 }
      return RunLogLine(
        runID: run.run.id, at: line.at, level: line.level, message: line.message,
        metadata: metadata.isEmpty ? nil : .object(metadata), attempt: run.run.attempt,
        executor: run.run.executor)
    }
  }
}
