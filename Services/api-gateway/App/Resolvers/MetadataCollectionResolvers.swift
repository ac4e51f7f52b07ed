import Contracts
import Domain
import Foundation
import GraphQL
import Storage

/// `MetadataCollection`
enum MetadataCollectionResolvers {
  private static let defaultRuns = 25
  private static let defaultBackfills = 10
  private static let backfills = 1...100

  static func add(to resolvers: inout Resolvers) {
    resolvers.object("MetadataCollection", MetadataCollection.self) { type in
      addProperties(to: &type)
      addLinks(to: &type)
      type.property("temporalScheduleId") { $0.firesNow ? "collection::\($0.id.lowercased)" : nil }
    }
    ScheduleResolvers.add(to: &resolvers)
  }

  private static func addProperties(to type: inout ObjectResolvers<MetadataCollection>) {
    type.property("id") { $0.id }
    type.property("endpointId") { $0.endpointID }
    type.property("scheduleCron") { $0.schedule?.cron }
    type.property("scheduleTimezone") { $0.schedule?.timezone }
    type.property("isEnabled") { $0.isEnabled }
    type.property("createdAt") { $0.createdAt.timestamp }
    type.property("updatedAt") { $0.updatedAt.timestamp }
    type.property("name") { $0.name }
    type.property("isDeleted") { $0.isDeleted }
    type.property("deletedAt") { $0.deletedAt?.timestamp }
    type.property("schedule") { CollectionSchedule(of: $0) }
  }

  private static func addLinks(to type: inout ObjectResolvers<MetadataCollection>) {
    type.link("endpoint", by: { $0.endpointID }) { ids, info in
      try await info.read { try await EndpointQueries.find(ids, columns: info.endpointColumns, in: $0) }
    }
    type.links("runs", by: { $0.id }) { ids, info in
      let page = try PageArguments.page(info.arguments, default: defaultRuns)
      return try await info.read {
        try await RunQueries.list(
          of: ids, by: .collection, page: page, columns: info.runColumns, in: $0)
      }
    }
    type.links("backfills", by: { $0.id }) { ids, info in
      let count = try InputReader(info.arguments.values).int("first") ?? defaultBackfills
      guard backfills.contains(count) else {
        throw Refusal.invalid("first", "must be from \(backfills.lowerBound) to \(backfills.upperBound)")
      }
      return try await info.read { try await BackfillQueries.list(of: ids, atMost: count, in: $0) }
    }
    type.link("activeRun", by: { $0.id }) { ids, info in
      try await info.read { try await RunQueries.active(collections: ids, columns: info.runColumns, in: $0) }
    }
    type.link("lastRun", by: { $0.id }) { ids, info in
      try await info.read {
        try await RunQueries.list(
          of: ids, by: .collection, page: Page(first: 1), columns: info.runColumns, in: $0)
      }.compactMapValues(\.first)
    }
  }
}

extension MetadataCollection {
  /// Whether a schedule makes runs of it.
  fileprivate var firesNow: Bool { isEnabled && !isDeleted && schedule?.isPaused == false }
}
