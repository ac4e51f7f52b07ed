/// Which pages in browsers may use the API (S07). A program sends no `Origin` and is not concerned.
struct OriginRule: Sendable {
  enum Verdict: Sendable, Equatable {
    /// Not sent by a page, or by one of the gateway's own.
    case own
    /// Sent by a page of an origin that the operator has allowed.
    case allowed(String)
    case foreign
  }

  /// As browsers spell them: `https://console.example`, without a path.
  let allowed: Set<String>

  init(allowed: Set<String>) { self.allowed = Set(allowed.map { $0.lowercased() }) }

  /// - Parameter host: what the request names as its host, with its port where it is not the scheme's own.
  func verdict(origin: String?, host: String?) -> Verdict {
    guard let origin = origin?.lowercased() else { return .own }
    if allowed.contains(origin) { return .allowed(origin) }
    guard let host = host?.lowercased(), !host.isEmpty else { return .foreign }
    // The scheme may differ, since a proxy in front may speak TLS.
    return origin == "http://\(host)" || origin == "https://\(host)" ? .own : .foreign
  }

  /// Whether a text is an origin as browsers spell them.
  static func isOrigin(_ text: String) -> Bool {
    guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else { return false }
    let host = text.dropFirst(scheme.count)
    return !host.isEmpty && host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
      && !host.contains { "/?#@,".contains($0) }
  }
}
