import Foundation
import JSON
import JWTKit
import Logging
import Synchronization

@testable import APIGateway

/// An issuer of tokens with one key, whose key set can be made to fail.
final class TestIssuer: Sendable {
  static let policy = TokenPolicy(issuer: "https://issuer.example", audience: "nucleus")

  private let key: EdDSA.PrivateKey
  private let state = Mutex((fetches: 0, isAway: false))

  init() throws { key = try EdDSA.PrivateKey() }

  var fetches: Int { state.withLock { $0.fetches } }

  func leave() { state.withLock { $0.isAway = true } }

  var source: KeySetSource {
    KeySetSource { [self] in
      let isAway = state.withLock { state in
        state.fetches += 1
        return state.isAway
      }
      guard !isAway else { throw KeySetError("away") }
      let coordinate = key.publicKey.rawRepresentation.base64EncodedString()
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        .replacingOccurrences(of: "=", with: "")
      return Array(
        """
        {"keys": [
          {"kty": "new"},
          {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "key-1", "x": "\(coordinate)"}
        ]}
        """.utf8)
    }
  }

  var verifier: TokenVerifier {
    TokenVerifier(policy: Self.policy, source: source, logger: Logger(label: "test"))
  }

  func token(_ members: JSONObject, kid: String = "key-1") async throws -> String {
    let keys = JWTKeyCollection()
    await keys.add(eddsa: key, kid: JWKIdentifier(string: kid))
    return try await keys.sign(TokenClaims(members), kid: JWKIdentifier(string: kid))
  }

  /// A token that is good for a while.
  func token(role: String, subject: String = "ada@example.org") async throws -> String {
    try await token([
      "iss": .string(Self.policy.issuer), "aud": .string(Self.policy.audience), "sub": .string(subject),
      "role": .string(role), "exp": .int(Int64(Date().timeIntervalSince1970) + 600),
    ])
  }
}
