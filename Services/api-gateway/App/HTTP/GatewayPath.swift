/// The addresses of the gateway.
enum GatewayPath {
  static let graphQL = "/graphql"
  static let session = "/session"
}
