import Contracts
import Domain
import Foundation
import GraphQL
import JSON
import Storage

/// `ApiKey`, `ApiKeyCreated`, and the query and mutations for keys
enum APIKeyResolvers {
  static func add(to resolvers: inout Resolvers) {
    addFields(to: &resolvers)
    resolvers["Query", "apiKeys"] = .root { info in
      try await info.read { try await APIKeyQueries.list(in: $0) }
    }
    resolvers.mutation("createApiKey") { info in
      try APIKeyDraft(InputReader(info.arguments.values), requestedBy: info.gateway.request.caller.name)
    } answer: { draft, info in
      let key = try await info.send(draft.command, as: APIKey.self)
      // The answer to a repetition is the first one's, whose key nobody has any more.
      guard key.id == draft.command.id else {
        throw Refusal.invalid(
          IdempotencyKey.header,
          "the key \(key.id.lowercased) was made by the first such request and shown in its answer alone; "
            + "if that answer is lost, revoke it and create another under a new \(IdempotencyKey.header)")
      }
      return CreatedAPIKey(key: key, text: draft.text)
    }
    resolvers.mutation("revokeApiKey") { info in
      RevokeAPIKey(
        id: try InputReader(info.arguments.values).requiredUUID("id"),
        requestedBy: try info.gateway.request.caller.name)
    } answer: { command, info in
      try await info.send(command, as: APIKey.self)
    }
  }

  private static func addFields(to resolvers: inout Resolvers) {
    resolvers.object("ApiKey", APIKey.self) { type in
      type.property("id") { $0.id }
      type.property("name") { $0.name }
      type.property("role") { $0.role.rawValue }
      type.property("createdAt") { $0.createdAt.timestamp }
      type.property("expiresAt") { $0.expiresAt?.timestamp }
      type.property("revokedAt") { $0.revokedAt?.timestamp }
      type.property("lastUsedAt") { $0.lastUsedAt?.timestamp }
    }
    resolvers.object("ApiKeyCreated", CreatedAPIKey.self) { type in
      type.property("id") { $0.key.id }
      type.property("key") { $0.text }
      type.property("apiKey") { $0.key }
    }
  }
}

/// A key together with its text, for one answer.
private struct CreatedAPIKey: GraphQLObject {
  let key: APIKey
  let text: String
}
