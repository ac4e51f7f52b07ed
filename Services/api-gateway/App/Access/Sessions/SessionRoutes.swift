import Contracts
import Domain
import Foundation
import GraphQL
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// `/session`: signing in with a key, looking at the session, and signing out.
struct SessionRoutes: Sendable {
  /// How long a session lasts.
  static let lifetime: TimeInterval = 12 * 3_600
  private static let maximumBodyBytes = 16 * 1_024

  let authenticator: Authenticator
  let limits: RateLimits
  /// Whether browsers may send the cookie over HTTPS alone.
  let isSecure: Bool

  func add(to router: some RouterMethods<GatewayRequestContext>) {
    router.post(RouterPath(GatewayPath.session)) { try await signIn($0, $1) }
    router.get(RouterPath(GatewayPath.session)) { try await show($0, $1) }
    router.delete(RouterPath(GatewayPath.session)) { try await signOut($0, $1) }
  }

  /// Takes `{"key": "…"}` and answers with the cookie.
  private func signIn(_ request: Request, _ context: GatewayRequestContext) async throws -> Response {
    try limits.countAttempt(from: context.address ?? "")
    try GraphQLRequest.checkContentType(request.headers[.contentType])
    let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
    guard JSONNesting.isWithin(2, body.readableBytesView),
      let json = try? JSONValue(parsing: body.readableBytesView), let key = json["key"]?.stringValue,
      !key.isEmpty
    else { throw HTTPRefusal.invalid("the body must be {\"key\": \"<api key>\"}", field: "key") }
    let caller = try await HTTPRefusal.translating { () async throws(Authenticator.Failure) in
      try await authenticator.caller(showing: BearerToken(key), address: context.address)
    }
    let keyID: UUID?
    switch caller.grant {
    case .adminKey: keyID = nil
    case .apiKey(let id): keyID = id
    case .token: throw HTTPRefusal.invalid("a session is opened with an API key", field: "key")
    }
    let expiresAt = Date(timeIntervalSinceNow: Self.lifetime)
    let session = Session(keyID: keyID, nonce: UUID(), expiresAt: expiresAt)
    let cookie = SessionCookie.setting(
      authenticator.sessions.cookie(for: session), lifetime: Int(Self.lifetime), isSecure: isSecure)
    return answer(session, caller, headers: [.setCookie: cookie])
  }

  /// Answers who is signed in, and the token that changes have to carry.
  private func show(_ request: Request, _ context: GatewayRequestContext) async throws -> Response {
    let caller = try await HTTPRefusal.translating { () async throws(Authenticator.Failure) in
      try await authenticator.caller(request.headers, address: context.address)
    }
    guard let session = caller.session else {
      throw HTTPRefusal.invalid("this request carries a key, not a session", status: .notFound)
    }
    return answer(session, caller)
  }

  private func signOut(_ request: Request, _ context: GatewayRequestContext) async throws -> Response {
    if let session = authenticator.session(in: request.headers) {
      try CrossSiteRule.checkFormToken(request.headers, of: session, authenticator.sessions)
    }
    return Response(status: .noContent, headers: [.setCookie: SessionCookie.removing(isSecure: isSecure)])
  }

  private func answer(_ session: Session, _ caller: Caller, headers: HTTPFields = [:]) -> Response {
    let body: JSONValue = [
      "name": .string(caller.name), "role": .string(caller.role.rawValue),
      "expiresAt": .string(Timestamp.format(session.expiresAt)),
      "formToken": .string(authenticator.sessions.formToken(for: session)),
    ]
    var headers = headers
    headers[.contentType] = GraphQLMediaType.json.contentType
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.encodedBytes)))
  }
}
