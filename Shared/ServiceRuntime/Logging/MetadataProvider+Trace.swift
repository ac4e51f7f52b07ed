import Logging
import Telemetry

extension Logger.MetadataProvider {
  /// The trace in which a line is written.
  static let trace = Logger.MetadataProvider {
    guard let trace = TraceContext.current else { return [:] }
    return [LogKey.traceID: "\(trace.traceID.text)", LogKey.spanID: "\(trace.spanID.text)"]
  }
}
