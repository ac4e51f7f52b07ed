/// On whose behalf a command is sent: who is to blame, as the audit log names them.
public struct Actor: Sendable, Hashable {
  /// The id of the key that was shown.
  public var keyID: String
  public var name: String
  /// As the API spells it: `VIEWER`, `OPERATOR` or `ADMIN`.
  public var role: String
  /// The network address that the request came from, where it is known.
  public var address: String?

  public init(keyID: String, name: String, role: String, address: String? = nil) {
    self.keyID = keyID
    self.name = name
    self.role = role
    self.address = address
  }
}
