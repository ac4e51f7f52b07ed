/// The addresses of the gateway.
enum GatewayPath {
  static let graphQL = "/graphql"
  /// GraphQL, answered as an event stream.
  static let stream = "/graphql/stream"
  static let session = "/session"
}
