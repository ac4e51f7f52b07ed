import Domain
import Foundation
import Logging

/// Hands log lines on to the process's log, as far as its level lets them through, and keeps those from debug on for
/// the run.
struct RunLogHandler: LogHandler {
  private var inner: any LogHandler
  private let log: RunLog

  init(inner: any LogHandler, log: RunLog) {
    self.inner = inner
    self.log = log
  }

  var logLevel: Logger.Level {
    get { min(inner.logLevel, .debug) }
    set { inner.logLevel = newValue }
  }

  var metadata: Logger.Metadata {
    get { inner.metadata }
    set { inner.metadata = newValue }
  }

  var metadataProvider: Logger.MetadataProvider? {
    get { inner.metadataProvider }
    set { inner.metadataProvider = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { inner[metadataKey: key] }
    set { inner[metadataKey: key] = newValue }
  }

  func log(event: LogEvent) {
    if event.level >= inner.logLevel { inner.log(event: event) }
    guard event.level >= .debug, let level = RunLogLine.Level(rawValue: event.level.rawValue) else { return }
    var all = inner.metadata
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error, all["error"] == nil { all["error"] = "\(error)" }
    log.append(level: level, message: event.message.description, metadata: all, at: Date())
  }
}
