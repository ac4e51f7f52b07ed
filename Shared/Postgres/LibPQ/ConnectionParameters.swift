/// What libpq is told to connect with.
struct ConnectionParameters {
  let list: [(String, String)]

  /// - Parameter addresses: of the host, tried in this order; `nil` for the directory of a Unix socket.
  init(_ configuration: PostgresConfiguration, addresses: [String]?) {
    var list = [
      ("port", String(configuration.port)),
      ("dbname", configuration.database),
      ("user", configuration.username),
      ("application_name", configuration.applicationName),
      ("client_encoding", "UTF8"),
      ("sslmode", configuration.tls.name),
      ("ssl_min_protocol_version", "TLSv1.2"),
      // Kerberos would talk to its own servers, and block.
      ("gssencmode", "disable"),
      ("keepalives", "1"),
      ("keepalives_idle", "10"),
      ("keepalives_interval", "5"),
      ("keepalives_count", "3"),
      ("tcp_user_timeout", String(configuration.tcpUserTimeout.wholeMilliseconds)),
      // A name no file has: the passwords of whoever runs the process are none of our business.
      ("passfile", "/nonexistent/pgpass"),
    ]
    if let addresses {
      list.append(("host", addresses.map { _ in configuration.host }.joined(separator: ",")))
      list.append(("hostaddr", addresses.joined(separator: ",")))
    } else {
      list.append(("host", configuration.host))
    }
    if let password = configuration.password { list.append(("password", password)) }
    if let path = configuration.tls.rootCertificatePath { list.append(("sslrootcert", path)) }
    self.list = list
  }
}
