import AMQP
import Contracts
import Domain
import Foundation
import Scheduler
import Storage
import TestSupport
import Testing

extension SchedulerServiceTests {
  /// Queues that the broker brought back without a leader: it takes messages for them and never confirms one.
  @Suite struct SilentQueueTests {
    /// One stall is noticed after three seconds and costs a new connection; the rest is for a busy machine.
    private static let othersWait = Duration.seconds(8)

    private struct Subject {
      let endpoint: UUID
      let collection: UUID
    }

    private func subjects(_ count: Int, on platform: SchedulerPlatform) async throws -> [Subject] {
      var subjects: [Subject] = []
      for index in 1...count {
        let (endpoint, collection) = try await platform.register("Silent \(index)")
        subjects.append(Subject(endpoint: endpoint.id, collection: collection.id))
      }
      // Registration answers also where the broker did not.
      for subject in subjects {
        try await eventually("the queue is declared") {
          await platform.queueLength(subject.endpoint) != nil
        }
      }
      return subjects
    }

    /// - Returns: the runs, in the order of the subjects.
    private func trigger(_ subjects: [Subject], on platform: SchedulerPlatform) async throws -> [Run] {
      var runs: [Run] = []
      for subject in subjects {
        let start = ContinuousClock.now
        runs.append(try await platform.trigger(subject.collection).result(as: Run.self))
        #expect(ContinuousClock.now - start < .seconds(2), "nobody's reply waits for a queue")
      }
      return runs
    }

    /// Two schedulers, one of which must not delete the queue that the other has just made anew.
    @Test func aQueueThatDoesNotAnswerHoldsUpNobodyElseAndIsMadeAnew() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      try await RunningScheduler.with(platform) { _ in
        try await RunningScheduler.with(platform) { _ in
          let subjects = try await subjects(4, on: platform)
          let (silent, others) = (subjects[0], subjects[1...])
          try await platform.broker.loseLeader(of: Queue.endpoint(silent.endpoint).name)

          let start = ContinuousClock.now
          let runs = try await trigger(subjects, on: platform)
          for other in others {
            try await eventually(
              within: Self.othersWait - (.now - start), "the triggers of the others are in their queues"
            ) {
              await platform.queueLength(other.endpoint) == 1
            }
          }
          try await eventually(within: .seconds(30), "all are in the end") {
            try await platform.hasEmptyOutbox
          }
          let recorder = try await TriggerRecorder(endpoint: silent.endpoint, client: platform.client)
          try await eventually("the queue is made anew and holds its trigger") {
            recorder.count(of: runs[0].id) >= 1
          }
          await recorder.stop()
        }
      }
    }

    /// Nothing is sent to it: its executor only tries to consume.
    @Test func aDeadQueueIsFoundAfterTheBrokerWasAway() async throws {
      let platform = try SchedulerPlatform.ofThisSuite
      let silent = try await RunningScheduler.with(platform) { _ in try await subjects(1, on: platform)[0] }
      let name = Queue.endpoint(silent.endpoint).name
      try await platform.broker.loseLeader(of: name)
      try await RunningScheduler.with(platform) { scheduler in
        try await eventually(within: .seconds(40), "the queue answers") {
          (try? await scheduler.clients.outbox.answers(queue: name, timeout: .seconds(1))) == true
        }
      }
    }
  }
}
