import Domain
import Foundation
import Storage

/// Everything that is known of one run, to attach to a ticket.
struct RunBundle: Sendable {
  /// Grows with changes that readers of older bundles would not understand; additions leave it as it is.
  static let schemaVersion: Int64 = 1

  /// A message with its body; without one, why.
  struct Message: Sendable {
    let entry: JournalEntry
    let body: JournalBody
  }

  /// When all of it was read, at once.
  let readAt: Date
  let run: Run
  let transitions: [RunTransition]
  let activities: [RunActivity]
  let logs: [RunLogLine]
  /// Those about the run and those that led to it, oldest first.
  var messages: [Message]
  /// How many messages there are, counted up to a bound; of very many only the first and the last ones are here.
  let messageCount: Int
  /// Its endpoint, also a deleted one.
  let endpoint: Endpoint?
  /// Its collection, also a deleted one; nil for runs that belong to none.
  let collection: MetadataCollection?
  let health: EndpointHealth
  /// From a day before the run was asked for to an hour after its end.
  let healthChanges: [EndpointHealthChange]
  /// The executors that held the run, as they had last started by then.
  let executors: [ProcessStart]
  /// The schedulers that had started by then; any of them may have made the run.
  let schedulers: [ProcessStart]

  /// Whether the endpoint was changed after the run had read its settings: they may be other ones by now.
  var settingsHaveChanged: Bool {
    guard let changed = endpoint?.updatedAt, let start = run.startedAt ?? run.completedAt else {
      return false
    }
    return changed > start
  }
}
