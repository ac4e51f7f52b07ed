import ServiceRuntime

/// How the gateway's server is reached and what it grants.
public struct GatewayConfiguration: Sendable {
  public var http: HTTPSettings
  /// The key that opens everything, and from which sessions are signed.
  public var adminKey: String
  public var access: AccessSettings
  public var rates: RateLimits.Rates
  /// What a GraphQL document and its variables may ask for.
  public var operations: OperationSettings
  public var persisted: PersistedOperations
  /// Nil where JSON Web Tokens are not taken.
  public var tokens: TokenVerifier?
  /// The longest a request may take, its body included.
  public var timeLimit: Duration
  public var streams: EventStreamSettings

  public init(
    http: HTTPSettings, adminKey: String, access: AccessSettings = AccessSettings(),
    rates: RateLimits.Rates = RateLimits.Rates(), operations: OperationSettings = OperationSettings(),
    persisted: PersistedOperations = .none,
    tokens: TokenVerifier? = nil, timeLimit: Duration = .seconds(30),
    streams: EventStreamSettings = EventStreamSettings()
  ) {
    self.http = http
    self.adminKey = adminKey
    self.access = access
    self.rates = rates
    self.operations = operations
    self.persisted = persisted
    self.tokens = tokens
    self.timeLimit = timeLimit
    self.streams = streams
  }
}
