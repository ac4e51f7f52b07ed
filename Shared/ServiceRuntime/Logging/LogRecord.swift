import Logging

/// One log statement with everything a line shows, already free of secrets.
struct LogRecord: Sendable {
  let time: WallTime
  let level: Logger.Level
  let identity: ProcessIdentity
  let logger: String
  let message: String
  /// Flattened, in the order of the keys.
  let metadata: [(key: String, value: String)]
}
