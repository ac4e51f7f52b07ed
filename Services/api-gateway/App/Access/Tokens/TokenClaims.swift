import Domain
import Foundation
import JSON
import JWTKit

/// The claims of a token whose signature has been verified (RFC 7519, 4).
struct TokenClaims: JWTPayload {
  let members: JSONObject

  static let maximumSubjectBytes = 200

  init(_ members: JSONObject) { self.members = members }

  init(from decoder: any Decoder) throws {
    guard case .object(let members) = try JSONValue(from: decoder) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an object"))
    }
    self.members = members
  }

  func encode(to encoder: any Encoder) throws { try JSONValue.object(members).encode(to: encoder) }

  /// The claims are held to the policy where that is known: see ``identity(_:at:)``.
  func verify(using algorithm: some JWTAlgorithm) {}

  /// Holds the claims to a policy.
  func identity(_ policy: TokenPolicy, at now: Date) throws(TokenRefusal) -> TokenIdentity {
    guard members["iss"]?.stringValue == policy.issuer else {
      throw TokenRefusal("the token is not from the expected issuer")
    }
    guard Self.texts(members["aud"]).contains(policy.audience) else {
      throw TokenRefusal("the token is not meant for this audience")
    }
    guard let expiresAt = try date("exp") else { throw TokenRefusal("the token has no expiry") }
    guard expiresAt.addingTimeInterval(policy.leeway) > now else {
      throw TokenRefusal("the token has expired")
    }
    for claim in ["nbf", "iat"] {
      if let begin = try date(claim), begin.addingTimeInterval(-policy.leeway) > now {
        throw TokenRefusal("the token is not valid yet")
      }
    }
    guard let subject = members["sub"]?.stringValue, 1...Self.maximumSubjectBytes ~= subject.utf8.count,
      subject.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { throw TokenRefusal("the token does not say who its bearer is") }
    let roles = Self.texts(members[policy.roleClaim]).compactMap { Role(rawValue: $0.uppercased()) }
    guard let role = roles.max() else {
      throw TokenRefusal("the token's claim for the role names none of viewer, operator, admin")
    }
    return TokenIdentity(subject: subject, role: role, expiresAt: expiresAt)
  }

  /// A NumericDate; nil where the claim is absent.
  private func date(_ claim: String) throws(TokenRefusal) -> Date? {
    guard let value = members[claim], !value.isNull else { return nil }
    guard let seconds = value.doubleValue, seconds.isFinite, abs(seconds) < 1e11 else {
      throw TokenRefusal("the token's times are not numbers of seconds")
    }
    return Date(timeIntervalSince1970: seconds)
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.compactMap(\.stringValue)
    default: []
    }
  }
}
