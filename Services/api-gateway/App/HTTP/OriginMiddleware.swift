import HTTPTypes
import Hummingbird

/// Refuses requests from pages of foreign origins and tells browsers what the allowed ones may do (Fetch
/// standard, CORS protocol).
struct OriginMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  let rule: OriginRule

  private static let preflightLifetime = "600"

  func handle(
    _ request: Request, context: GatewayRequestContext,
    next: (Request, GatewayRequestContext) async throws -> Response
  ) async throws -> Response {
    switch rule.verdict(origin: request.headers[.origin], host: request.head.authority) {
    case .own: return try await next(request, context)
    case .foreign:
      throw HTTPRefusal.invalid(
        "pages of this origin may not use the API; NUCLEUS_CORS_ORIGINS lists those that may",
        status: .forbidden, field: HTTPField.Name.origin.rawName)
    case .allowed(let origin):
      if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
        return preflight(origin)
      }
      do {
        var response = try await next(request, context)
        response.headers.merge(Self.headers(for: origin))
        return response
      } catch var refusal as HTTPRefusal {
        refusal.headers.merge(Self.headers(for: origin))
        throw refusal
      }
    }
  }

  private func preflight(_ origin: String) -> Response {
    var headers = Self.headers(for: origin)
    headers[.accessControlAllowMethods] = "GET, POST, DELETE"
    headers[.accessControlAllowHeaders] =
      "Authorization, Content-Type, Accept, Idempotency-Key, Last-Event-ID, X-CSRF-Token"
    headers[.accessControlMaxAge] = Self.preflightLifetime
    return Response(status: .noContent, headers: headers)
  }

  private static func headers(for origin: String) -> HTTPFields {
    [
      .accessControlAllowOrigin: origin, .vary: "Origin",
      .accessControlExposeHeaders: "X-Correlation-Id, Retry-After",
    ]
  }
}

extension HTTPFields {
  fileprivate mutating func merge(_ others: HTTPFields) {
    for field in others { self[field.name] = field.value }
  }
}
