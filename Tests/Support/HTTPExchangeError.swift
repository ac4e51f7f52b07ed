/// Why an ``HTTPExchange`` came to no answer.
public struct HTTPExchangeError: Error, CustomStringConvertible, Sendable {
  public let description: String
}
