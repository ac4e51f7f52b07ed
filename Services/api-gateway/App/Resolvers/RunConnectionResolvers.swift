import Domain
import GraphQL

/// `RunConnection` and `RunEdge`
enum RunConnectionResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.object("RunConnection", PageSource<Run>.self) { type in type.page { $0.id } }
    resolvers.object("RunEdge", EdgeSource<Run>.self) { $0.edge() }
  }
}
