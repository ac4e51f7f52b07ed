/// Why no connection came about, coarsely.
public enum ConnectFailure: String, Sendable, CaseIterable {
  /// The name has no address.
  case hostNotFound
  /// The host answered that nothing listens on the port.
  case refused
  /// No route to the host or its network.
  case unreachable
  /// No answer within the deadline, be it of the name lookup, the host or the server.
  case timedOut
  /// TLS is demanded and not offered, or the certificate was not accepted.
  case tls
  /// Wrong user or password, or the server admits no such client.
  case authentication
  /// The server has no such database.
  case databaseMissing
  /// The server, the role or the database has all its connections in use.
  case tooManyConnections
  /// The server starts, recovers or stops.
  case startingUp
  /// Something else than PostgreSQL answers on the port.
  case notPostgres
  /// The other side closed the connection without a word.
  case closedByServer
  case other

  /// Whether waiting may help, as opposed to another configuration.
  public var isTransient: Bool {
    switch self {
    case .hostNotFound, .tls, .authentication, .databaseMissing, .notPostgres, .other: false
    case .refused, .unreachable, .timedOut, .tooManyConnections, .startingUp, .closedByServer: true
    }
  }
}
