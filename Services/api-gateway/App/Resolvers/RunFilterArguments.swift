import Contracts
import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// The arguments that say which runs a list holds: single ones and `filter`, all of which must match.
enum RunFilterArguments {
  /// - Parameter kind: what the list holds unless a kind is asked for; nil for all.
  /// - Returns: nil when no run can match.
  static func filter(
    _ arguments: Arguments, default kind: RunKind?
  ) throws(Refusal) -> RunQueries.Filter? {
    let single = try filter(InputReader(arguments.values))
    var both: RunQueries.Filter? = single
    if let object = try InputReader(arguments.values).object("filter") {
      both = try single.matching(filter(object))
    }
    guard let filter = both, !filter.isContradictory else { return nil }
    return filter.with(default: kind)
  }

  private static func filter(_ input: InputReader) throws(Refusal) -> RunQueries.Filter {
    var filter = RunQueries.Filter()
    filter.endpointID = try input.uuid("endpointId")
    filter.collectionID = try input.uuid("collectionId")
    filter.status = try input.choice("status", as: RunStatus.self)
    filter.from = try input.date("from")
    filter.to = try input.date("to")
    filter.kind = try input.choice("kind", as: RunKind.self)
    if let names = try input.texts("statuses", count: RunStatus.allCases.count) {
      guard !names.isEmpty else { throw .invalid(input.field("statuses"), "must name at least one status") }
      filter.statuses = Set(names.compactMap(RunStatus.init(rawValue:)))
    }
    filter.errorCode = try input.text("errorCode")
    filter.batchID = try input.uuid("batchId")
    return filter
  }
}

extension RunQueries.Filter {
  fileprivate func with(default kind: RunKind?) -> RunQueries.Filter {
    var filter = self
    filter.kind = filter.kind ?? kind
    return filter
  }

  /// What matches both; nil when nothing can.
  fileprivate func matching(_ other: RunQueries.Filter) -> RunQueries.Filter? {
    var both = RunQueries.Filter()
    guard Self.merge(endpointID, other.endpointID, into: &both.endpointID),
      Self.merge(collectionID, other.collectionID, into: &both.collectionID),
      Self.merge(status, other.status, into: &both.status), Self.merge(kind, other.kind, into: &both.kind),
      Self.merge(statuses, other.statuses, into: &both.statuses),
      Self.merge(errorCode, other.errorCode, into: &both.errorCode),
      Self.merge(batchID, other.batchID, into: &both.batchID)
    else { return nil }
    both.from = [from, other.from].compactMap { $0 }.max()
    both.to = [to, other.to].compactMap { $0 }.min()
    return both
  }

  private static func merge<Value: Equatable>(_ one: Value?, _ other: Value?, into both: inout Value?) -> Bool
  {
    both = one ?? other
    return one == nil || other == nil || one == other
  }
}
