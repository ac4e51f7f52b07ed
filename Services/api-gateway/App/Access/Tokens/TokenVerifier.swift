import Foundation
import JWTKit
import Logging

/// Checks JSON Web Tokens of one issuer.
public struct TokenVerifier: Sendable {
  private let policy: TokenPolicy
  private let keys: KeySetCache

  public init(policy: TokenPolicy, source: KeySetSource, logger: Logger) {
    self.policy = policy
    keys = KeySetCache(source: source, logger: logger)
  }

  /// Who the token's bearer is.
  /// - Throws: ``TokenRefusal`` for a token that is not taken, ``KeySetError`` when that cannot be told.
  func identity(in token: String, at now: Date = Date()) async throws -> TokenIdentity {
    let header = try TokenHeader(token: token, algorithms: policy.algorithms)
    guard let keys = try await keys.keys(holding: header.keyID) else {
      throw TokenRefusal("the token's key is not one of the issuer's")
    }
    let claims: TokenClaims
    do {
      claims = try await keys.verify(token, as: TokenClaims.self)
    } catch {
      throw TokenRefusal("the token's signature is not valid")
    }
    return try claims.identity(policy, at: now)
  }
}
