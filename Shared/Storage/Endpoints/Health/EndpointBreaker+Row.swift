import Domain
import Foundation
import Postgres

extension EndpointBreaker {
  /// Reads the columns of `nucleus.endpoint_health`.
  init(row: Row) throws {
    var probe: Probe?
    if let run = try row.decode("probe_run_id", as: UUID?.self) {
      probe = Probe(runID: run, until: try row.decode("probe_until"))
    }
    self.init(
      health: try row.decodeCase("health"), failures: try row.decode("failures"),
      openUntil: try row.decode("open_until"), probe: probe)
  }
}
