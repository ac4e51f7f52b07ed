/// The secret that a caller presents. It does not show itself in descriptions.
struct BearerToken: Sendable, CustomStringConvertible, CustomReflectable {
  let bytes: [UInt8]

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  /// Reads the value of an `Authorization` header; nil for another scheme.
  init?(authorization: String) {
    let scheme = "bearer "
    guard authorization.utf8.count > scheme.utf8.count,
      authorization.prefix(scheme.count).lowercased() == scheme
    else { return nil }
    let token = authorization.dropFirst(scheme.count).drop { $0 == " " }
    guard !token.isEmpty else { return nil }
    self.init(token)
  }

  var description: String { "***" }
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
