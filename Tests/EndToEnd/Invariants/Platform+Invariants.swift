import Postgres
import Testing

extension Platform {
  /// Checks every invariant once everything that was begun has ended.
  /// - Parameter limit: how long what was begun may take to end.
  func expectInvariants(
    atRestWithin limit: Duration = .seconds(30), sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    do {
      try await eventually("everything has ended", within: limit, toleratingErrors: true) {
        for invariant in Invariant.atRest where try await !rows(invariant.offenders).isEmpty { return false }
        return true
      }
    } catch {
      Issue.record("\(error)", sourceLocation: sourceLocation)
    }
    try await expect(
      Invariant.runs + Invariant.schedules + Invariant.catalog + Invariant.messages + Invariant.atRest,
      sourceLocation)
  }

  /// Checks the invariants that hold at any time.
  func expectInvariantsInFlight(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    try await expect(
      Invariant.runs + Invariant.schedules + Invariant.catalog + Invariant.messages, sourceLocation)
  }

  private func expect(_ invariants: [Invariant], _ sourceLocation: SourceLocation) async throws {
    try await withDatabase { connection in
      for invariant in invariants {
        let offenders = try await connection.query(invariant.offenders).map {
          try $0.decode(at: 0, as: String.self)
        }
        #expect(
          offenders.isEmpty, "\(invariant.name): \(offenders.prefix(10))", sourceLocation: sourceLocation)
      }
    }
  }
}
