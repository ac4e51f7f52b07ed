/// One request that carries something to somebody else's server.
public struct HTTPPost: Sendable {
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]

  public init(headers: [(name: String, value: String)], body: [UInt8]) {
    self.headers = headers
    self.body = body
  }
}
