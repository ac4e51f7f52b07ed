import Domain
import Outbox
import Postgres
import Storage

/// What to do about a trigger that no queue took: one that this executor sent when it handed a run back.
public struct TriggerRoute: Sendable {
  private let database: PostgresPool

  public init(database: PostgresPool) { self.database = database }

  /// A live endpoint gets its queue back from the scheduler, so the message waits; the run of a deleted one
  /// has ended with it, and its message waits for nobody.
  public func repair(of message: OutboxMessage) async throws -> UnroutableMessage {
    guard let id = message.endpointID else { return .keep }
    let endpoint = try await EndpointQueries.find([id], in: database)[id]
    return endpoint?.isDeleted == false ? .keep : .drop
  }
}
