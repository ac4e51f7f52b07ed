import HTTPTypes
import Hummingbird

/// Lets nobody further who is not recognised, and nobody more often than the limits allow.
struct AuthenticationMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  let authenticator: Authenticator
  let limits: RateLimits

  func handle(
    _ request: Request, context: GatewayRequestContext,
    next: (Request, GatewayRequestContext) async throws -> Response
  ) async throws -> Response {
    let caller = try await caller(request, context)
    try CrossSiteRule.check(request.method, request.headers, caller, authenticator.sessions)
    try limits.admit(caller)
    var context = context
    context.caller = caller
    return try await next(request, context)
  }

  private func caller(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws(HTTPRefusal) -> Caller {
    do {
      return try await authenticator.caller(request.headers, address: context.address)
    } catch {
      let refusal = HTTPRefusal(error)
      // Who is recognised is never held back by strangers behind the same address.
      if refusal.status == .unauthorized { try limits.countAttempt(from: context.address ?? "") }
      throw refusal
    }
  }
}
