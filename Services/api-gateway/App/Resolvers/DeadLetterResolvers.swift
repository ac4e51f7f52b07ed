import Contracts
import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// `DeadLetter`, `DeadLetterGroup`, and the queries for dead letters
enum DeadLetterResolvers {
  private static let defaultPage = 50

  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "deadLetters"] = .root { info in
      let filter = try filter(info)
      let page = try PageArguments.page(info.arguments, default: defaultPage)
      return try await info.read { try await DeadLetterQueries.list(filter, page: page, in: $0) }
    }
    resolvers["Query", "deadLetter"] = .root { info in
      let id = try InputReader(info.arguments.values).requiredUUID("id")
      return try await info.read { try await DeadLetterQueries.find(id, in: $0) }
    }
    resolvers["Query", "deadLetterGroups"] = .root { info in
      let filter = try filter(info)
      return try await info.read { try await DeadLetterQueries.groups(filter, in: $0) }
    }
    resolvers.object("DeadLetter", DeadLetter.self) { type in
      addProperties(to: &type)
      type.link("endpoint", by: { $0.endpointID }) { ids, info in
        try await info.read { try await EndpointQueries.find(ids, columns: info.endpointColumns, in: $0) }
      }
      type.link("run", by: { $0.runID }) { ids, info in
        try await info.read { try await RunQueries.find(ids, columns: info.runColumns, in: $0) }
      }
    }
    resolvers.object("DeadLetterGroup", DeadLetterQueries.Group.self) { type in
      type.property("reason") { $0.reason.rawValue }
      type.property("endpointId") { $0.endpointID }
      type.property("queue") { $0.queue }
      type.property("count") { $0.count }
      type.property("oldestAt") { $0.oldestAt.timestamp }
      type.property("newestAt") { $0.newestAt.timestamp }
    }
  }

  /// `endpointId`, `reason`, `queue` and `type`
  static func filter(_ info: ResolveInfo) throws(Refusal) -> DeadLetterFilter {
    let input = InputReader(info.arguments.values)
    return DeadLetterFilter(
      endpointID: try input.uuid("endpointId"),
      reason: try input.choice("reason", as: DeadLetterReason.self), queue: try input.text("queue"),
      type: try input.text("type"))
  }

  private static func addProperties(to type: inout ObjectResolvers<DeadLetter>) {
    type.property("id") { $0.id }
    type.property("queue") { $0.queue }
    type.property("reason") { $0.words }
    type.property("at") { $0.at.timestamp }
    type.property("type") { $0.type }
    type.property("runId") { $0.runID }
    type.property("endpointId") { $0.endpointID }
    type.property("body") { letter, info in try maySee(letter, info) ? letter.body.shown : nil }
    type.property("reasonClass") { $0.reason.rawValue }
    type.property("bodySize") { $0.body.size }
    type.property("messageId") { $0.messageID }
    type.property("correlationId") { $0.correlationID }
    type.property("causationId") { $0.causationID }
    type.property("sender") { $0.appID }
    type.property("exchange") { $0.exchange }
    type.property("routingKey") { $0.routingKey }
    type.property("headers") { letter, info in try maySee(letter, info) ? letter.headers : [:] }
    type.property("status") { $0.status.rawValue }
    type.property("decidedAt") { $0.decidedAt?.timestamp }
    type.property("decidedBy") { $0.decidedBy }
    type.property("note") { $0.note }
    type.property("redrivenAs") { $0.redrivenAs }
  }

  private static func maySee(_ letter: DeadLetter, _ info: ResolveInfo) throws -> Bool {
    guard MessageType.isSensitive(letter.type ?? "") else { return true }
    return try info.gateway.request.caller.role == .admin
  }
}
