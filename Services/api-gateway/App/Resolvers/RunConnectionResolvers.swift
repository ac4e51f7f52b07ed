import Domain
import GraphQL
import Storage

/// `RunConnection` and `RunEdge`
enum RunConnectionResolvers {
  /// Beyond this many runs the count stops, so that it never scans for long.
  private static let countBound = 1_000_000

  static func add(to resolvers: inout Resolvers) {
    resolvers.object("RunConnection", PageSource<Run, RunQueries.Filter>.self) { type in
      type.page { $0.id }
      type.single("totalCount") { page, info in
        guard let filter = page.filter else { return 0 }
        return try await info.read { try await RunQueries.count(filter, upTo: countBound, in: $0) }
      }
    }
    resolvers.object("RunEdge", EdgeSource<Run>.self) { $0.edge() }
  }
}
