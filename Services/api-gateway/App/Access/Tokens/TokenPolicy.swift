import Foundation

/// Which JSON Web Tokens are taken, and what role they give.
public struct TokenPolicy: Sendable {
  /// The signature algorithms a token may name. All are asymmetric: a key set that anybody can read must not
  /// be able to sign.
  public enum Algorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case edDSA = "EdDSA"
  }

  /// `iss` has to be this.
  public var issuer: String
  /// `aud` has to be or to hold this.
  public var audience: String
  public var algorithms: Set<Algorithm>
  /// The claim that names the role: a text or a list of texts, of which the strongest role counts.
  public var roleClaim: String
  /// By how much clocks may differ.
  public var leeway: TimeInterval

  public init(
    issuer: String, audience: String, algorithms: Set<Algorithm> = [.rs256, .es256, .edDSA],
    roleClaim: String = "role", leeway: TimeInterval = 30
  ) {
    self.issuer = issuer
    self.audience = audience
    self.algorithms = algorithms
    self.roleClaim = roleClaim
    self.leeway = leeway
  }
}
