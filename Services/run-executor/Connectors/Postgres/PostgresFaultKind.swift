import Domain

/// The troubles with a source that differ in their cure.
enum PostgresFaultKind: Sendable, Hashable, CaseIterable {
  // Finding and reaching the server.
  case malformedHost, addressRefused, hostNotFound, refused, unreachable, timedOut, closedByServer
  case startingUp, tooManyConnections, notPostgres, tooOld
  // Getting in.
  case passwordMissing, passwordRefused, userRefused, clientRefused, databaseMissing, databaseForbidden
  case tlsRequired, tlsUnsupported, certificateRefused, tlsFailed
  // Reading the catalog.
  case schemaMissing, catalogForbidden, connectionLost, statementTimedOut, locked, exhausted, interrupted
  case unexpectedAnswer, refusedStatement, other

  /// The run's error code and whether another try makes sense.
  ///
  /// A name that is not found is tried again, for name servers have bad minutes; what the server refuses by its
  /// configuration, or for lack of rights, is not.
  var outcome: (code: String, retryClass: RunFailure.RetryClass) {
    switch self {
    case .hostNotFound, .refused, .unreachable, .timedOut, .closedByServer, .startingUp, .tooManyConnections,
      .connectionLost, .statementTimedOut:
      ("E_UPSTREAM_UNREACHABLE", .retryable)
    case .locked, .exhausted, .interrupted, .refusedStatement, .other: ("E_UPSTREAM_ERROR", .retryable)
    case .notPostgres, .unexpectedAnswer: ("E_UPSTREAM_PROTOCOL", .retryable)
    case .passwordMissing, .passwordRefused, .userRefused, .clientRefused, .databaseForbidden,
      .catalogForbidden:
      ("E_UPSTREAM_AUTH", .permanent)
    case .malformedHost, .addressRefused, .tooOld, .databaseMissing, .tlsRequired, .tlsUnsupported,
      .certificateRefused, .tlsFailed, .schemaMissing:
      ("E_CONFIG_INVALID", .configuration)
    }
  }

  /// The parameter to look at first.
  var field: String? {
    switch self {
    case .malformedHost, .addressRefused, .hostNotFound, .unreachable, .timedOut, .tooOld: "host"
    case .refused, .notPostgres, .closedByServer: "port"
    case .passwordMissing, .passwordRefused: "password"
    case .userRefused, .clientRefused, .databaseForbidden, .catalogForbidden: "username"
    case .databaseMissing: "database"
    case .tlsRequired, .tlsUnsupported, .certificateRefused, .tlsFailed: "sslmode"
    case .schemaMissing: "schemas"
    case .startingUp, .tooManyConnections, .connectionLost, .statementTimedOut, .locked, .exhausted,
      .interrupted,
      .unexpectedAnswer, .refusedStatement, .other:
      nil
    }
  }

  /// What would help.
  var hint: String? {
    switch self {
    case .malformedHost: "Give one host name or address, without port."
    case .addressRefused: "Use the address under which the database is meant to be reached."
    case .hostNotFound: "Check the spelling, and that the name server of this installation knows the name."
    case .refused:
      "Check the port, that the server runs, and that its listen_addresses includes this address."
    case .unreachable: "Check the address and the routes and firewalls on the way."
    case .timedOut: "Check host and port; a firewall may be dropping the packets."
    case .closedByServer:
      "Check the port: something else, or a proxy without a server behind it, may listen there."
    case .startingUp: "Try again in a moment."
    case .tooManyConnections: "Raise the limit of connections or end idle ones."
    case .notPostgres: "Check the port: PostgreSQL usually listens on 5432."
    case .tooOld: "Supported are PostgreSQL 12 and later."
    case .passwordMissing: "Give the password of the user."
    case .passwordRefused: "Check user name and password; both are case-sensitive."
    case .userRefused: "Check the user name, and that the role may log in."
    case .clientRefused: "Allow this host, user and database in the server's pg_hba.conf."
    case .databaseMissing: "Check the spelling of the database; it is case-sensitive."
    case .databaseForbidden: "Grant the user CONNECT on the database."
    case .tlsRequired: "Set sslmode to require or higher."
    case .tlsUnsupported: "Switch TLS on at the server, or set sslmode to prefer if the network is trusted."
    case .certificateRefused:
      "Have the certificate issued for this host name by an authority this installation trusts, or set sslmode to "
        + "require, which checks nothing."
    case .tlsFailed:
      "The server must offer TLS 1.2 or later; check also that PostgreSQL listens on this port."
    case .schemaMissing: "Check the spelling of the schemas; it is case-sensitive."
    case .catalogForbidden: "Grant the user access to the system catalogs."
    case .locked: "Try again when the change to the table is done."
    case .connectionLost, .statementTimedOut, .exhausted, .interrupted, .unexpectedAnswer, .refusedStatement,
      .other:
      nil
    }
  }
}
