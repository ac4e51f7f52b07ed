extension MessageType {
  /// Whether what messages of a type say is for admins alone, as queries for keys and the audit log are.
  /// - Parameter name: as the property `type` spells it; also types that this release does not know.
  public static func isSensitive(_ name: String) -> Bool {
    name.hasPrefix("api-key.") || name.hasPrefix("audit.")
  }
}
