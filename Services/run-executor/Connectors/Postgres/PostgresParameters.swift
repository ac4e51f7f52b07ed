import Domain
import JSON
import Postgres

/// Where a PostgreSQL source is and what of it is wanted, read from the endpoint's parameters.
struct PostgresParameters: Sendable {
  let host: String
  let port: Int
  let database: String
  let username: String
  let password: String?
  let tls: TLSMode
  /// Nil: all but the system's.
  let schemas: [String]?

  /// - Throws: `E_CONFIG_INVALID` naming the parameter.
  init(_ connection: ConnectorConnection) throws(RunFailure) {
    let parameters = connection.parameters
    host = try Self.host(Self.text(parameters, "host"))
    if let value = parameters["port"], !value.isNull {
      guard let number = value.intValue, 1...65_535 ~= number else {
        throw .configuration("port must be a whole number from 1 to 65535", field: "port")
      }
      port = Int(number)
    } else {
      port = 5_432
    }
    database = try Self.text(parameters, "database")
    username = try Self.text(parameters, "username")
    password = connection.credentials["password"]
    guard !(password?.utf8.contains(0) ?? false) else {
      throw .configuration("password must not contain a NUL character", field: "password")
    }
    tls = try Self.tls(parameters["sslmode"])
    schemas = try Self.schemas(parameters["schemas"])
  }

  /// `db:5432`, for people.
  var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static func text(_ parameters: JSONValue, _ name: String) throws(RunFailure) -> String {
    guard let text = parameters[name]?.stringValue, !text.isEmpty, !text.utf8.contains(0) else {
      throw .configuration("\(name) is required and must be a text", field: name)
    }
    return text
  }

  private static func host(_ text: String) throws(RunFailure) -> String {
    // libpq takes these for sockets of the machine it runs on.
    guard !text.hasPrefix("/"), !text.hasPrefix("@") else {
      throw .configuration(
        "host must be a name or an address: the path of a socket is not allowed", field: "host")
    }
    guard !text.contains("/"), !text.contains(","), !text.contains("@") else {
      throw .configuration("host must be one name or address, without scheme, port or path", field: "host")
    }
    return text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
  }

  private static func tls(_ value: JSONValue?) throws(RunFailure) -> TLSMode {
    guard let value, !value.isNull else { return .prefer }
    // `allow` differs from `prefer` in trying without encryption first; there is no reason to want that.
    let name = value.stringValue == "allow" ? "prefer" : value.stringValue
    guard let mode = name.flatMap({ TLSMode(name: $0) }) else {
      throw .configuration(
        "sslmode must be disable, allow, prefer, require, verify-ca or verify-full", field: "sslmode")
    }
    return mode
  }

  private static func schemas(_ value: JSONValue?) throws(RunFailure) -> [String]? {
    guard let value, !value.isNull else { return nil }
    guard let names = value.arrayValue?.map(\.stringValue), names.allSatisfy({ $0?.isEmpty == false }) else {
      throw .configuration("schemas must be a list of names", field: "schemas")
    }
    return names.isEmpty ? nil : names.compactMap(\.self)
  }
}
