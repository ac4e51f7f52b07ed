/// Keys of log metadata, so that one thing has one name in all logs.
public enum LogKey {
  public static let runID = "run-id"
  public static let endpointID = "endpoint-id"
  public static let collectionID = "collection-id"
  public static let messageID = "message-id"
  public static let correlationID = "correlation-id"
  public static let requestID = "request-id"
  public static let traceID = "trace-id"
  public static let spanID = "span-id"
  public static let attempt = "attempt"
  public static let durationMs = "duration-ms"
  public static let error = "error"
  public static let signal = "signal"
  public static let host = "host"
  public static let port = "port"
}
