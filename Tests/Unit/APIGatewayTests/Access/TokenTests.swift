import Domain
import Foundation
import JSON
import Logging
import Synchronization
import Testing

@testable import APIGateway

/// JSON Web Tokens: good ones, and those an attacker would send (S11).
@Suite struct TokenTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)
  private let policy = TestIssuer.policy

  private func claims(_ changes: JSONObject = [:]) -> JSONObject {
    var members: JSONObject = [
      "iss": "https://issuer.example", "aud": "nucleus", "sub": "ada@example.org", "role": "operator",
      "exp": .int(1_800_000_060), "nbf": .int(1_799_999_990),
    ]
    for (name, value) in changes { members[name] = value }
    return members
  }

  // MARK: Claims

  @Test func takesGoodClaims() throws {
    let identity = try TokenClaims(claims()).identity(policy, at: now)
    #expect(identity.subject == "ada@example.org")
    #expect(identity.role == .operator)
    #expect(identity.expiresAt == Date(timeIntervalSince1970: 1_800_000_060))
  }

  @Test func takesTheStrongestOfSeveralRolesAndAudiences() throws {
    let members = claims(["aud": ["a", "nucleus"], "role": ["viewer", "ADMIN", "other"]])
    #expect(try TokenClaims(members).identity(policy, at: now).role == .admin)
  }

  @Test(
    arguments: [
      ["iss": "https://other.example"], ["iss": nil], ["iss": ["https://issuer.example"]],
      ["aud": "other"], ["aud": nil], ["aud": []], ["exp": .int(1_799_999_960)], ["exp": nil],
      ["exp": "1800000060"], ["exp": .double(1e300)], ["nbf": .int(1_800_000_040)],
      ["iat": .int(1_800_000_040)], ["sub": nil], ["sub": ""], ["sub": "a\nb"], ["role": nil],
      ["role": "root"], ["role": true], ["role": []],
    ] as [JSONObject])
  func refusesClaims(changes: JSONObject) {
    #expect(throws: TokenRefusal.self) { try TokenClaims(claims(changes)).identity(policy, at: now) }
  }

  // MARK: Headers

  private func token(header: String) -> String {
    func encode(_ text: String) -> String {
      Data(text.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
        .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
    }
    return "\(encode(header)).\(encode("{}")).\(encode("signature"))"
  }

  @Test(arguments: [
    #"{"alg":"none","kid":"1"}"#, #"{"alg":"None","kid":"1"}"#, #"{"alg":"HS256","kid":"1"}"#,
    #"{"alg":"RS384","kid":"1"}"#, #"{"alg":"RS256"}"#, #"{"alg":"RS256","kid":""}"#,
    #"{"alg":"RS256","kid":1}"#, #"{"alg":"RS256","kid":"1","crit":["exp"]}"#, #"{"kid":"1"}"#, "[]", "", "x",
    #"{"alg":["RS256"],"kid":"1"}"#,
    "{\"alg\":\"RS256\",\"kid\":\"" + String(repeating: "k", count: 300) + "\"}",
    String(repeating: "[", count: 3_000),
  ])
  func refusesHeaders(header: String) {
    #expect(throws: TokenRefusal.self) {
      try TokenHeader(token: token(header: header), algorithms: policy.algorithms)
    }
  }

  @Test(arguments: ["", ".", "..", "a.b", "a.b.c", "a.b.c.d", String(repeating: "a", count: 9_000)])
  func refusesWhatIsNoToken(text: String) {
    #expect(throws: TokenRefusal.self) { try TokenHeader(token: text, algorithms: policy.algorithms) }
  }

  // MARK: Signatures

  @Test func takesASignedToken() async throws {
    let issuer = try TestIssuer()
    let identity = try await issuer.verifier.identity(in: issuer.token(claims()), at: now)
    #expect(identity.role == .operator)
  }

  @Test func refusesAnothersSignatureAndChangedClaims() async throws {
    let (issuer, stranger) = (try TestIssuer(), try TestIssuer())
    let verifier = issuer.verifier
    let foreign = try await stranger.token(claims())
    await #expect(throws: TokenRefusal.self) { try await verifier.identity(in: foreign, at: now) }
    let parts = try await issuer.token(claims()).split(separator: ".")
    let others = try await issuer.token(claims(["role": "admin"])).split(separator: ".")
    let mixed = "\(parts[0]).\(others[1]).\(parts[2])"
    await #expect(throws: TokenRefusal.self) { try await verifier.identity(in: mixed, at: now) }
  }

  @Test func asksForUnknownKeysOnceInAWhile() async throws {
    let issuer = try TestIssuer()
    let clock = Mutex(ContinuousClock.now)
    let cache = KeySetCache(source: issuer.source, logger: Logger(label: "test")) { clock.withLock { $0 } }
    for number in 0..<50 {
      let keys = try await cache.keys(holding: "unknown-\(number)")
      #expect(keys == nil)
    }
    #expect(issuer.fetches == 1)
    clock.withLock { $0 += .seconds(11) }
    let keys = try await cache.keys(holding: "unknown")
    #expect(keys == nil)
    #expect(issuer.fetches == 2)
  }

  @Test func keepsKnownKeysWhileTheIssuerIsAway() async throws {
    let issuer = try TestIssuer()
    let clock = Mutex(ContinuousClock.now)
    let cache = KeySetCache(source: issuer.source, logger: Logger(label: "test")) { clock.withLock { $0 } }
    #expect(try await cache.keys(holding: "key-1") != nil)
    issuer.leave()
    clock.withLock { $0 += .seconds(3_600) }
    #expect(try await cache.keys(holding: "key-1") != nil)
    #expect(issuer.fetches == 2)
  }

  @Test func tellsThatNothingIsKnownWithoutKeys() async throws {
    let issuer = try TestIssuer()
    issuer.leave()
    let verifier = issuer.verifier
    let token = try await issuer.token(claims())
    await #expect(throws: KeySetError.self) { try await verifier.identity(in: token, at: now) }
  }
}
