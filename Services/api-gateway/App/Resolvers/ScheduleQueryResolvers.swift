import Contracts
import Domain
import Foundation
import GraphQL
import Storage

/// The queries for backfills and for what fires next, and `UpcomingFire`.
enum ScheduleQueryResolvers {
  private static let fires = 1...500
  private static let defaultFires = 50

  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "backfill"] = .root { info in
      let id = try InputReader(info.arguments.values).requiredUUID("id")
      return try await info.read { try await BackfillQueries.find([id], in: $0) }[id]
    }
    resolvers["Query", "upcomingFires"] = .root { info in
      let count = try InputReader(info.arguments.values).int("first") ?? defaultFires
      guard fires.contains(count) else {
        throw Refusal.invalid("first", "must be from \(fires.lowerBound) to \(fires.upperBound)")
      }
      return try await info.read { try await ScheduleQueries.upcoming(atMost: count, in: $0) }
    }
    resolvers.object("UpcomingFire", ScheduleState.self) { type in
      type.property("collectionId") { $0.collectionID }
      type.property("plannedAt") { $0.next?.plannedAt.timestamp }
      type.property("dueAt") { $0.next?.dueAt.timestamp }
      type.link("collection", by: { $0.collectionID }) { ids, info in
        try await info.read { try await CollectionQueries.find(ids, in: $0) }
      }
    }
  }
}
