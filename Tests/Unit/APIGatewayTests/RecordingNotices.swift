import Contracts
import Foundation
import Synchronization

@testable import APIGateway

/// Stands in for the way to the scheduler: keeps the notices that were posted.
final class RecordingNotices: NoticePosting {
  struct Posted: Sendable {
    let id: UUID
    let body: any Message
    let correlationID: String?
    let actor: Contracts.Actor?
  }

  private let log = Mutex<[Posted]>([])
  private let arrivals: AsyncStream<Int>
  private let arrival: AsyncStream<Int>.Continuation
  private let gate: @Sendable (Int) async throws -> Void

  /// - Parameter gate: passed before a notice is taken, with the number of those taken before.
  init(gate: @escaping @Sendable (Int) async throws -> Void = { _ in }) {
    self.gate = gate
    (arrivals, arrival) = AsyncStream.makeStream()
  }

  /// Returns once so many were posted. One task may wait at a time.
  func waitUntilPosted(_ count: Int) async {
    for await posted in arrivals where posted >= count { return }
  }

  var posted: [Posted] { log.withLock { $0 } }
  var refusals: [RecordRefusal] { posted.compactMap { $0.body as? RecordRefusal } }

  func post(
    _ notice: some Message, id: UUID, correlationID: String?, for actor: Contracts.Actor?
  ) async throws {
    try await gate(posted.count)
    let count = log.withLock { log in
      log.append(Posted(id: id, body: notice, correlationID: correlationID, actor: actor))
      return log.count
    }
    arrival.yield(count)
  }
}
