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
/// Lines are kept as they come, since most runs succeed and theirs are thrown away. What is stored or shown is made free
/// of secrets first: of everything that looks like one, and of the credentials of the endpoint, also in lines from before
/// they were known.
final class RunLog: Sendable {
  private struct State {
    var buffer = RunLogBuffer()
    var redactor = Redactor()
  }

  /// What every line of a run would repeat.
  private static let implied: Set<String> = [LogKey.runID, LogKey.endpointID, LogKey.attempt]

  private let run: ClaimedRun
  private let onLine: (@Sendable (RunLogText) -> Void)?
  private let state = Mutex(State())

  /// - Parameter onLine: told each line as it comes.
  init(run: ClaimedRun, onLine: (@Sendable (RunLogText) -> Void)? = nil) {
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
    let entry = RunLogEntry(at: at, level: level, message: message, metadata: metadata)
    let redactor = state.withLock { state in
      state.buffer.append(entry.bounded(state.redactor, without: Self.implied))
      return state.redactor
    }
    if let onLine { onLine(entry.text(redactor, without: Self.implied)) }
  }

  /// What is to be stored: all lines of at least this level.
  func lines(from level: RunLogLine.Level) -> [RunLogLine] {
    let (entries, redactor) = state.withLock { ($0.buffer.entries(from: level), $0.redactor) }
    return entries.map { entry in
      let text = entry.text(redactor, without: Self.implied)
      let metadata = JSONObject(text.metadata.map { ($0.key, .string($0.value)) }) { $1 }
      return RunLogLine(
        runID: run.run.id, at: text.at, level: text.level, message: text.message,
        metadata: metadata.isEmpty ? nil : .object(metadata), attempt: run.run.attempt,
        executor: run.run.executor)
    }
  }
}
