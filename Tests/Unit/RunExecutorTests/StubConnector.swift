import Connectors
import Domain

/// A connector that does what a test says.
struct StubConnector: Connector {
  let kind = EndpointKind.postgres
  let capabilities: Set<Capability> = [.collect]
  var diagnose: @Sendable (ConnectorConnection) async -> ConnectionDiagnosis

  func test(_ connection: ConnectorConnection) async -> ConnectionDiagnosis { await diagnose(connection) }

  func collect(_ job: CollectJob) async throws(RunFailure) -> CollectedCatalog {
    CollectedCatalog(datasets: [], isComplete: true)
  }
}
