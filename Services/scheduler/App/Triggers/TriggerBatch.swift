import Contracts
import CrashPoints
import Domain
import Foundation
import JSON
import Logging
import Postgres
import Storage

/// Carries out many triggers in one transaction: their claims, their targets, their runs, their lines in the
/// audit log and their answers take one statement each, however many they are.
struct TriggerBatch: Sendable {
  let transactions: CommandTransactions
  let wakeRelay: @Sendable () -> Void
  let logger: Logger

  static let rounds = 5

  /// - Returns: an answer for each request, in order.
  func process(_ requests: [TriggerRequest]) async -> [EncodedReply] {
    // Of copies of one command, which may even differ, the first is carried out and the others ask the log.
    var seen: Set<String> = []
    var first: [Int] = []
    var copies: [Int] = []
    for (index, request) in requests.enumerated() {
      if seen.insert(request.commandID).inserted { first.append(index) } else { copies.append(index) }
    }
    var replies: [Int: EncodedReply] = [:]
    for (index, reply) in zip(first, await processDistinct(first.map { requests[$0] })) {
      replies[index] = reply
    }
    if !copies.isEmpty {
      for (index, reply) in zip(copies, await process(copies.map { requests[$0] })) { replies[index] = reply }
    }
    return requests.indices.map { replies[$0] ?? Self.unavailable }
  }

  private func processDistinct(_ requests: [TriggerRequest]) async -> [EncodedReply] {
    do {
      let replies = try await transactions.run { transaction in try await handle(requests, in: transaction) }
      CrashPoint.reach(.schedulerBeforePublish)
      wakeRelay()
      return requests.map { replies[$0.commandID] ?? Self.unavailable }
    } catch {
      if requests.count > 1, (error as? PostgresError)?.transactionFailure ?? .broken == .broken {
        // One bad request must not cost the others their answer.
        var replies: [EncodedReply] = []
        for request in requests { replies += await processDistinct([request]) }
        return replies
      }
      let reply = try? EncodedReply(.failed(error, logger: logger))
      return requests.map { _ in reply ?? Self.unavailable }
    }
  }

  private func handle(
    _ requests: [TriggerRequest], in transaction: PostgresConnection
  ) async throws -> [String: EncodedReply] {
    let claimed = try await CommandLogStore.claim(requests.map(\.entry), in: transaction)
    let mine = requests.filter { claimed.contains($0.commandID) }
    var replies: [String: EncodedReply] = [:]
    if !mine.isEmpty {
      let answers = try await settle(mine, in: transaction)
      for (id, answer) in answers {
        replies[id] =
          switch answer {
          case .made(let run): EncodedReply(run: run)
          case .refused(let refusal): try EncodedReply(.refused(refusal))
          }
      }
      try await AuditStore.add(
        mine.compactMap { request in answers[request.commandID].map { NewAuditEntry(request, $0) } },
        to: transaction)
      try await CommandLogStore.record(encoded: replies.map { ($0.key, $0.value.text) }, in: transaction)
    }
    let others = requests.lazy.map(\.entry).filter { !claimed.contains($0.commandID) }
    for (id, reply) in try await CommandLogStore.replies(to: Array(others), in: transaction) {
      replies[id] = try EncodedReply(reply)
    }
    return replies
  }

  private func settle(
    _ requests: [TriggerRequest], in transaction: PostgresConnection
  ) async throws -> [String: TriggerRounds.Answer] {
    var rounds = try await TriggerResolution(transaction: transaction).resolve(requests)
    for _ in 0..<Self.rounds where !rounds.isSettled {
      rounds.settle(made: try await RunCreation.insert(rounds.candidates().map(newRun), in: transaction))
      if rounds.isSettled { break }
      rounds.settle(active: try await RunCreation.active(collections: rounds.collections, in: transaction))
    }
    rounds.settleRest()
    return rounds.answers
  }

  private func newRun(_ trigger: ResolvedTrigger) -> RunCreation.NewRun {
    RunCreation.NewRun(
      collectionID: trigger.collectionID, endpointID: trigger.endpointID, trigger: .manual,
      requestedBy: trigger.request.requestedBy, filters: trigger.filters, cause: trigger.request.cause)
  }

  private static let unavailable = EncodedReply(unavailable: "the command is being handled")
}
