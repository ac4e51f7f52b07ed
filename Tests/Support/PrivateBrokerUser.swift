/// A user of a ``PrivateBroker`` and its permissions on the virtual host `/`, as regular expressions.
public struct PrivateBrokerUser: Sendable, Hashable {
  public let name: String
  public let password: String
  public let tags: String
  public let configure: String
  public let write: String
  public let read: String

  public init(
    name: String, password: String, tags: String = "", configure: String, write: String, read: String
  ) {
    self.name = name
    self.password = password
    self.tags = tags
    self.configure = configure
    self.write = write
    self.read = read
  }

  /// May do everything.
  public static let owner = PrivateBrokerUser(
    name: "owner", password: "private-owner", tags: "administrator", configure: ".*", write: ".*", read: ".*")
}
