import Contracts
import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// `AuditEntry` and the query for the audit log
enum AuditResolvers {
  private static let defaultPage = 50

  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "auditLog"] = .root { info in
      let filter = try filter(InputReader(info.arguments.values))
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      return try await info.read { try await AuditQueries.list(filter, page: page, in: $0) }
    }
    resolvers.object("AuditEntry", AuditEntry.self) { type in
      type.property("id") { $0.id }
      type.property("at") { $0.at.timestamp }
      type.property("actorId") { $0.actorID }
      type.property("actorName") { $0.actorName }
      type.property("actorRole") { $0.actorRole?.rawValue }
      type.property("actorAddress") { $0.actorAddress }
      type.property("action") { $0.action }
      type.property("objectType") { $0.objectType }
      type.property("objectId") { $0.objectID }
      type.property("endpointId") { $0.endpointID }
      type.property("before") { $0.before }
      type.property("after") { $0.after }
      type.property("outcome") { $0.outcome }
      type.property("correlationId") { $0.correlationID }
    }
  }

  private static func filter(_ input: InputReader) throws(Refusal) -> AuditQueries.Filter {
    var filter = AuditQueries.Filter()
    filter.actor = try input.text("actor")
    filter.action = try input.text("action")
    filter.objectID = try input.text("objectId")?.lowercased()
    filter.from = try input.date("from")
    filter.to = try input.date("to")
    return filter
  }
}
