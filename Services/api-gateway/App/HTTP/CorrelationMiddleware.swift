import Contracts
import CoreMetrics
import Domain
import HTTPTypes
import Hummingbird
import JSON
import Logging
import NIOCore
import ServiceRuntime

/// Gives every answer its correlation id and every failure a body that GraphQL clients can read.
struct CorrelationMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  func handle(
    _ request: Request, context: GatewayRequestContext,
    next: (Request, GatewayRequestContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      response = answer(refusal(of: error, request, context), context)
    }
    response.headers[.correlationID] = context.correlationID
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.cacheControl] = response.headers[.cacheControl] ?? "no-store"
    record(request, response, context, since: start)
    return response
  }

  private func refusal(
    of error: any Error, _ request: Request, _ context: GatewayRequestContext
  ) -> HTTPRefusal {
    switch error {
    case let refusal as HTTPRefusal: return refusal
    case let refusal as Refusal:
      return HTTPRefusal(
        status: .badRequest, code: refusal.code.rawValue, message: refusal.message, field: refusal.field)
    case is NIOTooManyBytesError: return .invalid("the body is too large", status: .contentTooLarge)
    case let error as HTTPError where error.status == .notFound:
      return [GatewayPath.graphQL, GatewayPath.stream].contains(request.uri.path)
        ? .methodNotAllowed("this method is not offered here", allowed: "GET, POST") : .notFound
    default:
      context.logger.error(
        "A request failed.", metadata: [LogKey.error: "\(Redactor().sanitise("\(error)"))"])
      return HTTPRefusal(
        status: .internalServerError, code: ErrorCode.internal.rawValue, message: "internal error")
    }
  }

  private func answer(_ refusal: HTTPRefusal, _ context: GatewayRequestContext) -> Response {
    var headers = refusal.headers
    headers[.contentType] = GraphQLMediaType.json.contentType
    let body = JSONValue.object(refusal.body(correlationID: context.correlationID)).encodedBytes
    return Response(
      status: refusal.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  private func record(
    _ request: Request, _ response: Response, _ context: GatewayRequestContext,
    since start: ContinuousClock.Instant
  ) {
    let elapsed = ContinuousClock.now - start
    // What probes and scrapes are told says nothing of how callers fare.
    if !OperationsPath.all.contains(request.uri.path) {
      Counter(
        label: "nucleus.gateway.http.requests", dimensions: [("status", String(response.status.code))]
      ).increment()
      Timer(label: "nucleus.gateway.http.duration").recordNanoseconds(elapsed.nanoseconds)
    }
    context.logger.debug(
      "Answered.",
      metadata: [
        "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
        LogKey.durationMs: "\(elapsed / .milliseconds(1))",
      ])
  }
}

extension HTTPField.Name {
  // The name is a constant token, so this is never nil; the fallback keeps the type simple.
  static let correlationID = HTTPField.Name("X-Correlation-Id") ?? .via
}
