/// What became of one try to hand a batch to the collector.
enum ExportOutcome: Sendable, Equatable {
  /// The collector has the batch.
  /// - Parameter rejected: spans of it that it would not take.
  case delivered(rejected: Int)
  /// It may take the batch later.
  /// - Parameter after: what it asks for.
  case unavailable(after: Duration?)
  /// It will never take the batch.
  case refused

  /// Reads an answer as the OTLP specification has it (OTLP/HTTP response).
  /// - Parameters:
  ///   - retryAfter: the header of that name.
  ///   - rejected: as the body says in `partialSuccess`.
  init(status: Int, retryAfter: String?, rejected: Int) {
    switch status {
    case 200..<300: self = .delivered(rejected: max(0, rejected))
    case 429, 502, 503, 504:
      // A date instead of seconds is left aside: the own backoff serves as well.
      self = .unavailable(after: retryAfter.flatMap(Int.init).map { .seconds(min(max(0, $0), 300)) })
    default: self = .refused
    }
  }
}
