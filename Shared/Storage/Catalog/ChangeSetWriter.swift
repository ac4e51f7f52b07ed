import Contracts
import Domain
import Foundation
import Postgres

/// Puts datasets that are missing before an operator: the executor's part of change sets.
enum ChangeSetWriter {
  /// A change set to be decided on.
  struct Question: Sendable {
    let id = UUID.v7()
    let endpointID: UUID
    let runID: UUID
    let found: Int
    let live: Int
    let missing: [UUID]
    let threshold: Double
  }

  /// Closes what is pending at the endpoints.
  static func supersede(_ endpoints: [UUID], in transaction: PostgresConnection) async throws {
    guard !endpoints.isEmpty else { return }
    try await transaction.execute(
      """
      update nucleus.catalog_change_set set state = 'SUPERSEDED', decided_at = clock_timestamp()
      where endpoint_id = any(\(endpoints)) and state = 'PENDING'
      """)
  }

  /// Stores change sets, of endpoints without a pending one, and tells of them.
  static func ask(
    _ questions: [Question], in transaction: PostgresConnection, timeout: Duration?
  ) async throws {
    guard !questions.isEmpty else { return }
    let missing = questions.flatMap { question in question.missing.map { (question.id, $0) } }
    try await transaction.execute(
      """
      with asked as (
        insert into nucleus.catalog_change_set (id, endpoint_id, run_id, found, live, missing, threshold)
        select * from unnest(
          \(questions.map(\.id)), \(questions.map(\.endpointID)), \(questions.map(\.runID)),
          \(questions.map(\.found)), \(questions.map(\.live)), \(questions.map(\.missing.count)),
          \(questions.map(\.threshold)))
      )
      insert into nucleus.catalog_change_set_dataset (change_set_id, dataset_id)
      select * from unnest(\(missing.map(\.0)), \(missing.map(\.1)))
      """, timeout: timeout)
    let now = Date()
    try await OutboxStore.add(
      questions.map { question in
        try .event(
          .changeSetProposed,
          ChangeSetEvent(
            changeSetID: question.id, endpointID: question.endpointID, runID: question.runID,
            state: CatalogChangeSet.State.pending.rawValue, missing: question.missing.count, at: now),
          causedBy: nil)
      }, to: transaction)
  }
}
