/// The addresses of the gateway.
enum GatewayPath {
  static let graphQL = "/graphql"
}
