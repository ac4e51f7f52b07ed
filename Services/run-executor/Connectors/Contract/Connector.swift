import Domain

/// A way to a kind of outside system.
///
/// A connector is a value: it holds no connection between calls, and knows nothing of runs, queues or storage.
/// Everything it does stops within 2 seconds of the cancellation of its task. Waiting on a source holds no thread.
/// Before each request of a collection it waits for its turn: ``ConnectorConnection/pace``.
///
/// Texts in what it throws and answers are meant for operators; they may hold what the source said, but should
/// not hold credentials. The executor passes every one of them through a sanitiser that knows the credentials.
public protocol Connector: Sendable {
  var kind: EndpointKind { get }

  /// What the connector can do. The executor asks it for nothing else.
  var capabilities: Set<Capability> { get }

  /// Tries the connection and says what is wrong and what would help. Bounded by the caller's deadline (8 s);
  /// aim at 5 s.
  func test(_ connection: ConnectorConnection) async -> ConnectionDiagnosis

  /// Checks, without much work, whether there is something to collect; parameters that cannot be right are
  /// refused here.
  func prepare(_ job: CollectJob) async throws(RunFailure) -> Preparation

  /// Reads the catalog of the source.
  ///
  /// - Throws: what went wrong with the retry class that decides whether it is tried again. A cancelled task may
  ///   throw anything: nobody reads it.
  func collect(_ job: CollectJob) async throws(RunFailure) -> CollectedCatalog
}

extension Connector {
  public func prepare(_ job: CollectJob) async throws(RunFailure) -> Preparation { .ready }
}
