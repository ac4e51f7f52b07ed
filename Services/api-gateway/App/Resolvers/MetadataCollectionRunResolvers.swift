import Contracts
import Domain
import Foundation
import GraphQL
import Storage

/// `MetadataCollectionRun`, `RunTransition`, `RunActivity` and `RunLogLine`
enum MetadataCollectionRunResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.object("MetadataCollectionRun", Run.self) { type in
      addProperties(to: &type)
      addLinks(to: &type)
      type.null("temporalRunId")
    }
    resolvers.object("RunTransition", RunTransition.self) { type in
      type.property("from") { $0.from?.rawValue }
      type.property("to") { $0.to.rawValue }
      type.property("at") { $0.at.timestamp }
      type.property("attempt") { $0.attempt }
      type.property("executor") { $0.executor }
      type.property("reason") { $0.reason }
      type.property("actor") { $0.actor }
    }
    resolvers.object("RunActivity", RunActivity.self) { type in
      type.property("name") { $0.name }
      type.property("attempt") { $0.attempt }
      type.property("startedAt") { $0.startedAt.timestamp }
      type.property("endedAt") { $0.endedAt?.timestamp }
      type.property("outcome") { $0.outcome.rawValue }
      type.property("error") { $0.error }
    }
    resolvers.object("RunLogLine", RunLogLine.self) { type in
      type.property("at") { $0.at.timestamp }
      type.property("level") { $0.level.rawValue }
      type.property("message") { $0.message }
      type.property("attempt") { $0.attempt }
      type.property("executor") { $0.executor }
      type.property("metadata") { $0.metadata }
    }
  }

  private static func addProperties(to type: inout ObjectResolvers<Run>) {
    type.property("id") { $0.id }
    type.property("collectionId") { $0.collectionID }
    type.property("endpointId") { $0.endpointID }
    type.property("status") { $0.status.rawValue }
    type.property("requestedBy") { $0.requestedBy }
    type.property("requestedAt") { $0.requestedAt.timestamp }
    type.property("startedAt") { $0.startedAt?.timestamp }
    type.property("completedAt") { $0.completedAt?.timestamp }
    type.property("workflowId") { "collection-run::\($0.id.lowercased)" }
    type.property("error") { $0.error }
    type.property("filters") { $0.filters }
    type.property("kind") { $0.kind.rawValue }
    type.property("trigger") { $0.trigger.rawValue }
    type.property("scheduledFor") { $0.scheduledFor?.timestamp }
    type.property("errorCode") { $0.errorCode }
    type.property("attempt") { $0.attempt }
    type.property("executor") { $0.executor }
    type.property("batchId") { $0.batchID }
    type.property("replayOf") { $0.replayOf }
    type.property("stats") { $0.stats }
  }

  private static func addLinks(to type: inout ObjectResolvers<Run>) {
    type.link("collection", by: { $0.collectionID }) { ids, info in
      try await info.read { try await CollectionQueries.find(ids, in: $0) }
    }
    type.link("endpoint", by: { $0.endpointID }) { ids, info in
      try await info.read { try await EndpointQueries.find(ids, columns: info.endpointColumns, in: $0) }
    }
    type.link("waitingFor", by: { $0.status == .queued ? $0.id : nil }) { ids, info in
      try await info.read { try await RunQueries.waits(of: ids, in: $0) }.mapValues(\.words)
    }
    type.links("messages", by: { $0.id }) { ids, info in
      try await info.read { try await JournalQueries.messages(ofRuns: ids, in: $0) }
    }
    type.links("transitions", by: { $0.id }) { ids, info in
      try await info.read { try await RunQueries.transitions(of: ids, in: $0) }
    }
    type.links("activities", by: { $0.id }) { ids, info in
      try await info.read { try await RunQueries.activities(of: ids, in: $0) }
    }
    type.links("logs", by: { $0.id }) { ids, info in
      try await info.read { try await RunLogStore.lines(of: ids, in: $0) }
    }
  }
}
