import Contracts
import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// `CatalogChangeSet`, and the queries and mutations for change sets
enum CatalogChangeSetResolvers {
  private static let defaultPage = 50

  static func add(to resolvers: inout Resolvers) {
    addQueries(to: &resolvers)
    addMutations(to: &resolvers)
    resolvers.object("CatalogChangeSet", CatalogChangeSet.self) { type in
      type.property("id") { $0.id }
      type.property("endpointId") { $0.endpointID }
      type.property("runId") { $0.runID }
      type.property("state") { $0.state.rawValue }
      type.property("createdAt") { $0.createdAt.timestamp }
      type.property("found") { $0.found }
      type.property("live") { $0.live }
      type.property("missing") { $0.missing }
      type.property("threshold") { $0.threshold }
      type.property("decidedAt") { $0.decidedAt?.timestamp }
      type.property("decidedBy") { $0.decidedBy }
      type.property("note") { $0.note }
      type.property("marked") { $0.marked }
      type.link("endpoint", by: { $0.endpointID }) { ids, info in
        try await info.read { try await EndpointQueries.find(ids, columns: info.endpointColumns, in: $0) }
      }
      type.link("run", by: { $0.runID }) { ids, info in
        try await info.read { try await RunQueries.find(ids, columns: info.runColumns, in: $0) }
      }
      type.links("datasets", by: { $0.id }) { ids, info in
        let page = try PageArguments.page(info.arguments, default: defaultPage)
        return try await info.read {
          try await ChangeSetQueries.datasets(of: ids, page: page, columns: info.datasetColumns, in: $0)
        }
      }
    }
  }

  private static func addQueries(to resolvers: inout Resolvers) {
    resolvers["Query", "catalogChangeSets"] = .root { info in
      let input = InputReader(info.arguments.values)
      var filter = ChangeSetQueries.Filter()
      filter.endpointID = try input.uuid("endpointId")
      filter.state = try input.choice("state", as: CatalogChangeSet.State.self)
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      return try await info.read { [filter] in try await ChangeSetQueries.list(filter, page: page, in: $0) }
    }
    resolvers["Query", "catalogChangeSet"] = .root { info in
      let id = try InputReader(info.arguments.values).requiredUUID("id")
      return try await info.read { try await ChangeSetQueries.find([id], in: $0) }[id]
    }
  }

  private static func addMutations(to resolvers: inout Resolvers) {
    resolvers.mutation("applyCatalogChangeSet") { info in
      ApplyChangeSet(
        changeSetID: try InputReader(info.arguments.values).requiredUUID("id"),
        requestedBy: try info.gateway.request.caller.name)
    } answer: { command, info in
      try await info.send(command, as: CatalogChangeSet.self)
    }
    resolvers.mutation("rejectCatalogChangeSet") { info in
      let input = InputReader(info.arguments.values)
      return RejectChangeSet(
        changeSetID: try input.requiredUUID("id"), requestedBy: try info.gateway.request.caller.name,
        note: try input.text("note", bytes: 1...2_000))
    } answer: { command, info in
      try await info.send(command, as: CatalogChangeSet.self)
    }
  }
}
