import Foundation

/// The cookie of a console session, as HTTP spells it (RFC 6265).
enum SessionCookie {
  static let name = "nucleus_session"

  /// The values under the cookie's name in `Cookie` headers. There may be several, since another site on the
  /// same host can set one too; only one with a valid signature counts.
  static func values(in headers: [String]) -> [String] {
    headers.flatMap { $0.split(separator: ";") }.compactMap { pair in
      let pair = pair.drop { $0 == " " }
      guard pair.hasPrefix("\(name)=") else { return nil }
      return String(pair.dropFirst(name.count + 1))
    }
  }

  /// The header that sets the cookie. Scripts cannot read it, and other sites' pages do not send it.
  static func setting(_ value: String, lifetime: Int, isSecure: Bool) -> String {
    "\(name)=\(value); Path=/; Max-Age=\(lifetime); HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
  }

  /// The header that removes the cookie.
  static func removing(isSecure: Bool) -> String { setting("", lifetime: 0, isSecure: isSecure) }
}
