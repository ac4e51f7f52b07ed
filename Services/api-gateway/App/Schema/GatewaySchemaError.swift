/// The schema file is not where the executable looks for it.
public struct GatewaySchemaError: Error, CustomStringConvertible, Sendable {
  public var description: String { "the installation lacks schema.graphql" }
}
