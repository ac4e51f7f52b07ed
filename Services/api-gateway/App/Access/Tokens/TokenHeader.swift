import Foundation
import JSON

/// The part of a token that says how it is signed (RFC 7515, 4). Nothing in it has been proven yet.
struct TokenHeader: Sendable, Equatable {
  /// Longer tokens are not looked at, in bytes.
  static let maximumTokenBytes = 8 * 1_024
  static let maximumKeyIDBytes = 200

  let algorithm: TokenPolicy.Algorithm
  let keyID: String

  /// Reads the header of a token in compact form and holds it to the policy.
  init(token: String, algorithms: Set<TokenPolicy.Algorithm>) throws(TokenRefusal) {
    guard token.utf8.count <= Self.maximumTokenBytes else { throw TokenRefusal("the token is too long") }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }),
      let bytes = Self.decode(parts[0]), JSONNesting.isWithin(4, bytes),
      let json = try? JSONValue(parsing: bytes), case .object(let members) = json
    else { throw TokenRefusal("the token is not a signed JSON Web Token in compact form") }
    // RFC 7515, 4.1.11: a critical extension that is not understood makes the token invalid.
    guard members["crit"] == nil else { throw TokenRefusal("the token asks for critical extensions") }
    guard case .string(let name)? = members["alg"], let algorithm = TokenPolicy.Algorithm(rawValue: name),
      algorithms.contains(algorithm)
    else { throw TokenRefusal("the token is signed with an algorithm that is not allowed") }
    guard case .string(let keyID)? = members["kid"], 1...Self.maximumKeyIDBytes ~= keyID.utf8.count else {
      throw TokenRefusal("the token does not name its key")
    }
    self.algorithm = algorithm
    self.keyID = keyID
  }

  private static func decode(_ text: Substring) -> [UInt8]? {
    var base64 = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
    base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
    return Data(base64Encoded: base64).map { [UInt8]($0) }
  }
}
