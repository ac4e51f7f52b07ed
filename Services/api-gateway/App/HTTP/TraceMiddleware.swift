import HTTPTypes
import Hummingbird
import HummingbirdCore
import ServiceRuntime
import Telemetry

/// Puts every request into a trace: the caller's (W3C Trace Context), or one that begins here. Probes and scrapes are
/// left out.
struct TraceMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  func handle(
    _ request: Request, context: GatewayRequestContext,
    next: (Request, GatewayRequestContext) async throws -> Response
  ) async throws -> Response {
    guard !OperationsPath.all.contains(request.uri.path) else { return try await next(request, context) }
    let caller = request.headers[.traceparent].flatMap { TraceContext(traceparent: $0) }
    return try await Traces.root(
      request.method.rawValue, ofKind: .server, id: context.traceID, continuing: caller
    ) { span in
      let response = try await next(request, context)
      describe(request, response, context, in: span)
      return response
    }
  }

  private func describe(
    _ request: Request, _ response: Response, _ context: GatewayRequestContext, in span: ActiveSpan
  ) {
    guard span.isRecording else { return }
    // The path as it was asked for may hold anything.
    if let route = context.endpointPath {
      span.rename("\(request.method.rawValue) \(route)")
      span.set("http.route", route)
    }
    span.set("http.request.method", request.method.rawValue)
    span.set("http.response.status_code", response.status.code)
    span.set("messaging.message.conversation_id", context.correlationID)
    if response.status.kind == .serverError { span.failed(String(response.status.code)) }
  }
}

extension HTTPField.Name {
  // The name is a constant token, so this is never nil; the fallback keeps the type simple.
  static let traceparent = HTTPField.Name("traceparent") ?? .via
}
