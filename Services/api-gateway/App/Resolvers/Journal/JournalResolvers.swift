import Contracts
import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// `JournalMessage` and the query for the journal
enum JournalResolvers {
  private static let defaultPage = 50

  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "journal"] = .root { info in
      let input = InputReader(info.arguments.values)
      let filter = JournalQueries.Filter(
        runID: try input.uuid("runId"), endpointID: try input.uuid("endpointId"),
        type: try input.text("type"),
        from: try input.date("from"), to: try input.date("to"))
      let first = try PageArguments.first(info.arguments, default: defaultPage)
      let cursor = try input.text("after")
      return try await info.read { database in
        var place: JournalPlace?
        if let cursor {
          place = try await JournalQueries.find([cursor], in: database)[cursor]?.place
          guard place != nil else {
            throw Refusal.invalid("after", "the journal knows no message of that id")
          }
        }
        return try await JournalQueries.list(filter, first: first, after: place, in: database)
      }
    }
    resolvers.object("JournalMessage", JournalEntry.self) { type in
      type.property("id") { $0.id }
      type.property("offset") { $0.isPending ? "" : String($0.offset) }
      type.property("type") { $0.type }
      type.property("exchange") { $0.exchange }
      type.property("routingKey") { $0.routingKey }
      type.property("publishedAt") { $0.publishedAt.timestamp }
      type.property("sender") { $0.sender.isEmpty ? nil : $0.sender }
      type.property("runId") { $0.runID }
      type.property("endpointId") { $0.endpointID }
      type.property("correlationId") { $0.correlationID }
      type.property("causationId") { $0.causationID }
      type.property("replayOf") { $0.replayOf }
      type.link("cause", by: { $0.causationID }) { ids, info in
        try await info.read { try await JournalQueries.find(ids, in: $0) }
      }
      type.links("effects", by: { $0.messageID }) { ids, info in
        try await info.read { try await JournalQueries.effects(of: ids, in: $0) }
      }
      type.batch("body") { entries, info in
        try await bodies(of: entries, info).map { body in
          if body.note == .unread { return .failure(Refusal.unavailable("the journal cannot be read now")) }
          return .success(body.value?.resolved ?? .null)
        }
      }
      type.batch("bodyNote") { entries, info in
        try await bodies(of: entries, info).map { .success($0.note?.words.resolved ?? .null) }
      }
    }
  }

  private static func bodies(of entries: [JournalEntry], _ info: ResolveInfo) async throws -> [JournalBody] {
    let gateway = try info.gateway
    return await JournalBodyReader(journal: gateway.services.journal, role: gateway.request.caller.role)
      .bodies(of: entries)
  }
}
