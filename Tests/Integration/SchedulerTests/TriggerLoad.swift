import Contracts
import Domain
import Foundation
import JSON
import Postgres
import Storage
import Synchronization
import Testing

/// Triggers collections over and over, ending each run at once, and repeats what got no definite answer under
/// the same command id.
final class TriggerLoad: Sendable {
  private struct State {
    var made: Set<UUID> = []
    var answered = 0
    var workers: [Task<Void, any Error>] = []
  }

  private let platform: SchedulerPlatform
  private let endpoint: UUID
  private let collections: [UUID]
  private let triggers: TriggerRecorder
  private let state = Mutex(State())

  init(_ platform: SchedulerPlatform, collections count: Int) async throws {
    self.platform = platform
    let (endpoint, first) = try await platform.register("Load")
    var collections = [first.id]
    for index in 1..<count {
      let command = CreateCollection(endpointID: endpoint.id, requestedBy: "test", name: "load-\(index)")
      collections.append(try await platform.gateway.send(command).result(as: MetadataCollection.self).id)
    }
    self.endpoint = endpoint.id
    self.collections = collections
    triggers = try await TriggerRecorder(endpoint: endpoint.id, client: platform.client)
  }

  var answered: Int { state.withLock { $0.answered } }

  /// Runs the load while `disturb` works.
  func run(rounds: Int, disturb: @escaping @Sendable () async throws -> Void) async throws {
    begin(rounds: rounds)
    try await eventually("the load is under way") { self.answered > 10 }
    try await disturb()
    try await finish()
  }

  func begin(rounds: Int = 10) {
    state.withLock { state in
      // Unstructured, because a test lets it outlive the scheduler it began under.
      state.workers = collections.map { collection in
        Task { for _ in 0..<rounds { try await self.triggerOnce(collection) } }
      }
    }
  }

  func finish() async throws {
    for worker in state.withLock({ $0.workers }) { try await worker.value }
  }

  private func triggerOnce(_ collection: UUID) async throws {
    let id = UUID.v7().lowercased
    let deadline = ContinuousClock.now + .seconds(60)
    while .now < deadline {
      let reply = try await platform.trigger(collection, id: id)
      switch reply {
      case .done:
        let run = try reply.result(as: Run.self)
        state.withLock { state in
          state.made.insert(run.id)
          state.answered += 1
        }
        try await end(run.id)
        return
      case .refused(let refusal):
        Issue.record("refused: \(refusal.code) \(refusal.message)")
        return
      case .unavailable, nil: try await Task.sleep(for: .milliseconds(20))
      }
    }
    Issue.record("a command never got an answer")
  }

  /// Makes room for the next run, as an executor that finishes does.
  private func end(_ run: UUID) async throws {
    for _ in 0..<200 {
      do {
        let claimed = try await RunClaims.claim(
          // Short, so that a claim whose answer was lost does not stand in the way.
          [run], executor: "executor@test", ttl: .milliseconds(300), in: platform.executor)
        if let claim = claimed.first {
          let end = RunEnd(hold: .init(runID: run, fence: claim.fence), outcome: .succeeded)
          _ = try await RunCompletion.finish([end], in: platform.executor)
        }
        if try await platform.run(run).status.isTerminal { return }
        try await Task.sleep(for: .milliseconds(50))
      } catch is PostgresError {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    Issue.record("a run could not be ended")
  }

  /// Every answer stands for one run, there are no others, and each one's trigger reached the queue.
  func verify() async throws {
    let made = state.withLock { $0.made }
    let stored = try await platform.owner.query("select id from nucleus.run where endpoint_id = \(endpoint)")
      .map { try $0.decode("id", as: UUID.self) }
    #expect(Set(stored) == made)
    try await eventually("every trigger reaches the queue") { self.triggers.runs.isSuperset(of: made) }
    try await eventually("the outbox is empty") { try await self.platform.hasEmptyOutbox }
    await triggers.stop()
  }
}
