import Contracts
import GraphQL
import Postgres

/// What a resolver knows of the request it works for.
struct GatewayContext: Sendable {
  let services: GatewayServices
  let request: RequestIdentity
  /// How far the client of a stream has come; nil for requests with one answer.
  var position: StreamPosition?

  var reader: DatabaseReader { services.reader }
}

extension ResolveInfo {
  var gateway: GatewayContext { get throws { try context(GatewayContext.self) } }

  /// Reads from the database.
  func read<Answer: Sendable>(
    _ body: (any PostgresExecutor) async throws -> Answer
  ) async throws -> Answer {
    try await gateway.reader.read(body)
  }
}
