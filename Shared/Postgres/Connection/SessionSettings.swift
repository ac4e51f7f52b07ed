/// The settings of a session, as the script that makes them.
struct SessionSettings {
  let script: String
  /// What the server is told as the longest duration of a statement, in milliseconds.
  let statementTimeout: Int64

  /// How much longer the server waits than the client, which is to be the first to cancel.
  static let backstop: Duration = .seconds(5)

  init(_ configuration: PostgresConfiguration) throws(PostgresError) {
    statementTimeout = (configuration.statementTimeout + Self.backstop).wholeMilliseconds
    // The forms that the decoding of text relies on come last, so that nothing overrides them.
    var settings = configuration.settings.sorted { $0.key < $1.key }
    settings.append(("statement_timeout", String(statementTimeout)))
    if let timeout = configuration.lockTimeout {
      settings.append(("lock_timeout", String(timeout.wholeMilliseconds)))
    }
    if let timeout = configuration.idleInTransactionTimeout {
      settings.append(("idle_in_transaction_session_timeout", String(timeout.wholeMilliseconds)))
    }
    settings += [("timezone", "UTC"), ("datestyle", "ISO, MDY"), ("bytea_output", "hex")]
    var script = ""
    for (name, value) in settings {
      guard !name.isEmpty, name.utf8.allSatisfy(Self.isNameCharacter), !value.utf8.contains(0) else {
        throw .init(.configuration, detail: "a session setting is malformed")
      }
      script += "SET \(name) TO \(Self.text(of: value, for: name)); "
    }
    self.script = script
  }

  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }

  /// A list must not be quoted as a whole.
  private static func text(of value: String, for name: String) -> String {
    guard name.lowercased() == "search_path" else { return LiteralText.quoted(value) }
    return value.split(separator: ",").map { IdentifierText.quoted(String($0.drop { $0 == " " })) }
      .joined(separator: ", ")
  }
}
