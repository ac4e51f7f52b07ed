import Foundation
import GraphQL

/// `Query.executors` and `Executor`
enum ExecutorResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers["Query", "executors"] = .root { info in try info.gateway.services.liveExecutors.all() }
    resolvers.object("Executor", LiveExecutor.self) { type in
      type.property("name") { $0.name }
      type.property("startedAt") { $0.startedAt.timestamp }
      type.property("seenAt") { $0.seenAt.timestamp }
      type.property("endpoints") { $0.endpoints }
      type.property("runs") { $0.runs }
    }
  }
}
