import Domain
import Logging

/// Turns log statements into lines of ``LogFormat``, every string through the ``Redactor``.
public struct StructuredLogHandler: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?

  private let label: String
  private let identity: ProcessIdentity
  private let format: LogFormat
  private let redactor: Redactor
  private let writer: LogWriter

  init(
    label: String, level: Logger.Level, identity: ProcessIdentity, format: LogFormat, redactor: Redactor,
    writer: LogWriter
  ) {
    self.label = label
    self.identity = identity
    self.format = format
    self.redactor = redactor
    self.writer = writer
    logLevel = level
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error, all[LogKey.error] == nil { all[LogKey.error] = "\(error)" }
    let record = LogRecord(
      time: .now(), level: event.level, identity: identity, logger: label,
      message: redactor.redact(event.message.description),
      metadata: FlatMetadata.entries(of: all, redactedBy: redactor))
    writer.write(format.line(record))
  }
}
