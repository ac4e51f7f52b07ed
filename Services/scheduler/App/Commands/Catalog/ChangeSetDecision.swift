import Contracts
import Domain
import Foundation
import Storage

/// Decides whether an operator's word on a change set still counts.
enum ChangeSetDecision {
  enum Outcome: Sendable, Equatable {
    case proceed
    /// It has been decided so before: the answer is what there is.
    case alreadyDone
  }

  /// - Parameter pending: the change set of the same endpoint that is open now.
  /// - Throws: a refusal that says what was decided instead.
  static func decide(
    _ wanted: CatalogChangeSet.State, on changeSet: CatalogChangeSet, pending: CatalogChangeSet?
  ) throws(Refusal) -> Outcome {
    switch changeSet.state {
    case .pending: return .proceed
    case wanted: return .alreadyDone
    case .applied:
      throw .invalid("id", "the change set was applied; its datasets return when they are seen again")
    case .rejected:
      throw .invalid("id", "the change set was rejected; the next full collection asks anew if need be")
    case .superseded:
      let rest =
        pending.map { "decide on \($0.id.lowercased), which is pending now" } ?? "nothing is pending now"
      throw .invalid("id", "a later collection has looked again; \(rest)")
    }
  }
}
