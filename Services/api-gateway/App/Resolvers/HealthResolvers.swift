import GraphQL
import ServiceRuntime

/// `Health`
enum HealthResolvers {
  private struct Snapshot: GraphQLObject {
    let isReady: Bool
  }

  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "health"] = .root { info in Snapshot(isReady: try info.gateway.services.isReady()) }
    resolvers.object("Health", Snapshot.self) { type in
      type.property("status") { $0.isReady ? "ok" : "degraded" }
      type.property("version") { _ in NucleusVersion.current }
    }
  }
}
