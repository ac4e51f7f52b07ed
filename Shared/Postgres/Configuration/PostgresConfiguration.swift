/// Where a database is, who connects, and how long anything may take.
public struct PostgresConfiguration: Sendable {
  /// A name, an address, or the directory of a Unix socket (it begins with `/`).
  public var host: String
  public var port: Int
  public var database: String
  public var username: String
  public var password: String?
  public var tls: TLSMode
  /// What the server shows for the session.
  public var applicationName = "nucleus"
  /// For everything until the session can be used: name lookup, TCP, TLS and login, over all addresses together.
  public var connectTimeout: Duration = .seconds(3)
  /// For a statement, unless its call says otherwise. The server is told a limit 5 s longer as a backstop.
  public var statementTimeout: Duration = .seconds(30)
  /// How long a cancelled statement may take to end before its connection is given up.
  public var cancelGrace: Duration = .seconds(1)
  /// How long a statement may wait for a lock; `nil` leaves it to the server.
  public var lockTimeout: Duration?
  /// How long a transaction may wait for its next statement before the server ends the session; `nil` leaves it
  /// to the server.
  public var idleInTransactionTimeout: Duration? = .seconds(60)
  /// How long sent data may stay unacknowledged before the connection counts as lost.
  public var tcpUserTimeout: Duration = .seconds(10)
  /// How many statements a connection keeps prepared; 0 prepares none, for poolers that share sessions.
  public var statementCacheCapacity = 128
  /// Further settings of the session, by name.
  public var settings: [String: String] = [:]

  public init(
    host: String, port: Int = 5432, database: String, username: String, password: String? = nil,
    tls: TLSMode = .prefer
  ) {
    self.host = host
    self.port = port
    self.database = database
    self.username = username
    self.password = password
    self.tls = tls
  }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Without the password.
  public var description: String { "\(username)@\(host):\(port)/\(database) tls=\(tls.name)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
