import Domain
import HTTPTypes
import Hummingbird

/// Lets nobody further without a valid key.
struct AuthenticationMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  let key: AdminKey

  func handle(
    _ request: Request, context: GatewayRequestContext,
    next: (Request, GatewayRequestContext) async throws -> Response
  ) async throws -> Response {
    guard let header = request.headers[.authorization], let token = BearerToken(authorization: header),
      key.matches(token)
    else { throw HTTPRefusal.unauthenticated }
    var context = context
    context.caller = Caller(keyID: "admin", name: "admin", role: .admin, token: token)
    return try await next(request, context)
  }
}
