import Domain
import Foundation
import GraphQL
import Storage

/// `Backfill`
enum BackfillResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.object("Backfill", Backfill.self) { type in
      type.property("id") { $0.id }
      type.property("collectionId") { $0.collectionID }
      type.property("from") { $0.from.timestamp }
      type.property("to") { $0.to.timestamp }
      type.property("total") { $0.total }
      type.property("made") { $0.made }
      type.property("state") { $0.state.rawValue }
      type.property("requestedBy") { $0.requestedBy }
      type.property("createdAt") { $0.createdAt.timestamp }
      type.property("endedAt") { $0.endedAt?.timestamp }
      type.property("endReason") { $0.endReason }
      type.link("collection", by: { $0.collectionID }) { ids, info in
        try await info.read { try await CollectionQueries.find(ids, in: $0) }
      }
    }
  }
}
