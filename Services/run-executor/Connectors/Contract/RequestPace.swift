import Domain

/// Lets requests go out to a source no faster than its endpoint allows (`limits.requestsPerSecond`).
///
/// A connector waits for its turn before each request: a statement or one batch of them, an HTTP request. Waiting
/// holds no thread and ends with the cancellation of the task.
public struct RequestPace: Sendable {
  private let wait: @Sendable () async throws(CancellationError) -> Void

  public init(_ wait: @escaping @Sendable () async throws(CancellationError) -> Void) { self.wait = wait }

  /// Without a limit.
  public static let unlimited = RequestPace { () async throws(CancellationError) in }

  /// Returns when the next request may go out.
  /// - Throws: `E_UPSTREAM_UNREACHABLE` when the task was cancelled meanwhile; nobody reads it then.
  public func turn() async throws(RunFailure) {
    do { try await wait() } catch { throw .unreachable("cancelled before the request went out") }
  }
}
