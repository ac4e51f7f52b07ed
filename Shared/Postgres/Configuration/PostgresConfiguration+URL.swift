extension PostgresConfiguration {
  /// Reads `postgres://user:password@host:port/database?sslmode=verify-full&sslrootcert=/path`.
  ///
  /// Every part may be percent-encoded. The directory of a Unix socket stands as an encoded host or as the
  /// parameter `host`. Further parameters: `application_name` and `connect_timeout` (seconds).
  /// - Throws: `.configuration` naming the part that is wrong; the URL itself is never quoted.
  public init(url: String) throws(PostgresError) {
    guard let scheme = ["postgres://", "postgresql://"].first(where: { url.hasPrefix($0) }) else {
      throw .init(.configuration, detail: "the URL must begin with postgres://")
    }
    var rest = url.dropFirst(scheme.count)
    let query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...] } ?? ""
    rest = rest.prefix { $0 != "?" }
    let authority = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(authority.count + 1)
    let (user, address) = Self.split(authority, atLast: "@")
    let (name, password) = Self.split(user ?? "", atFirst: ":")
    let (host, port) = try Self.hostAndPort(address)

    self.init(
      host: try Self.decoded(host, "host"), port: port, database: try Self.decoded(path, "database"),
      username: try Self.decoded(name, "user"),
      password: try password.map { text throws(PostgresError) in try Self.decoded(text, "password") })
    try apply(query: query)
    guard !username.isEmpty else { throw .init(.configuration, detail: "the URL names no user") }
    guard !self.host.isEmpty else { throw .init(.configuration, detail: "the URL names no host") }
    if database.isEmpty { database = username }
  }

  private mutating func apply(query: Substring) throws(PostgresError) {
    var mode = "prefer"
    var rootCertificatePath: String?
    for pair in query.split(separator: "&") {
      let (name, encoded) = Self.split(pair, atFirst: "=")
      let value = try Self.decoded(encoded ?? "", "parameter")
      switch name {
      case "sslmode": mode = value
      case "sslrootcert": rootCertificatePath = value
      case "host": host = value
      case "application_name": applicationName = value
      case "connect_timeout":
        guard let seconds = Int(value), (1...3_600).contains(seconds) else {
          throw .init(.configuration, detail: "connect_timeout must be 1 to 3600 seconds")
        }
        connectTimeout = .seconds(seconds)
      default: throw .init(.configuration, detail: "a parameter of the URL is not known")
      }
    }
    guard let tls = TLSMode(name: mode, rootCertificatePath: rootCertificatePath) else {
      throw .init(.configuration, detail: "sslmode is not known")
    }
    self.tls = tls
  }

  private static func hostAndPort(_ address: Substring) throws(PostgresError) -> (Substring, Int) {
    var host = address
    var port: Substring?
    if address.hasPrefix("[") {
      guard let end = address.firstIndex(of: "]") else {
        throw .init(.configuration, detail: "the address has no closing bracket")
      }
      host = address[address.index(after: address.startIndex)..<end]
      let rest = address[address.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else {
        throw .init(.configuration, detail: "the address is malformed")
      }
      port = rest.isEmpty ? nil : rest.dropFirst()
    } else {
      (host, port) = split(address, atFirst: ":")
    }
    guard let port, !port.isEmpty else { return (host, 5432) }
    guard let number = Int(port), (1...65_535).contains(number) else {
      throw .init(.configuration, detail: "the port must be 1 to 65535")
    }
    return (host, number)
  }

  private static func split(_ text: Substring, atFirst mark: Character) -> (Substring, Substring?) {
    guard let index = text.firstIndex(of: mark) else { return (text, nil) }
    return (text[..<index], text[text.index(after: index)...])
  }

  private static func split(_ text: Substring, atLast mark: Character) -> (Substring?, Substring) {
    guard let index = text.lastIndex(of: mark) else { return (nil, text) }
    return (text[..<index], text[text.index(after: index)...])
  }

  private static func decoded(_ text: Substring, _ part: String) throws(PostgresError) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard let high = rest.popFirst(), let low = rest.popFirst(),
          let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16), value != 0
        else { throw .init(.configuration, detail: "the \(part) of the URL is badly encoded") }
        bytes.append(value)
      } else {
        bytes.append(byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
      throw .init(.configuration, detail: "the \(part) of the URL is badly encoded")
    }
    return decoded
  }
}
