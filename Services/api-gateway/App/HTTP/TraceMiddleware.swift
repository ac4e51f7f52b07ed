import Contracts
import HTTPTypes
import Hummingbird
import HummingbirdCore
import ServiceRuntime
import Telemetry

/// Puts every request into a trace: the caller's (W3C Trace Context), or one that begins here. Probes and scrapes are
/// left out. That a trace be recorded is decided by nobody who has not shown a key: recording costs something.
struct TraceMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  /// Who has come so far.
  enum Stage {
    /// Anybody: the caller's trace is gone on with, and not recorded.
    case anybody
    /// Callers who are known: when they ask for it, their trace is recorded from here on.
    case callers
  }

  let stage: Stage

  func handle(
    _ request: Request, context: GatewayRequestContext,
    next: (Request, GatewayRequestContext) async throws -> Response
  ) async throws -> Response {
    guard !OperationsPath.all.contains(request.uri.path) else { return try await next(request, context) }
    let parent = request.headers[.traceparent].flatMap { TraceContext(traceparent: $0) }
    if case .callers = stage, parent?.isSampled != true { return try await next(request, context) }
    return try await Traces.root(
      request.method.rawValue, ofKind: .server, id: context.traceID,
      continuing: stage == .anybody ? parent?.unrecorded : parent
    ) { span in
      // A refusal is an answer, made of the error further out, and no failure of the request.
      let result: Result<Response, any Error>
      do {
        result = .success(try await next(request, context))
      } catch {
        result = .failure(error)
      }
      describe(request, Self.status(of: result), context, in: span)
      return result
    }.get()
  }

  private static func status(of result: Result<Response, any Error>) -> HTTPResponse.Status {
    switch result {
    case .success(let response): response.status
    case .failure(let refusal as HTTPRefusal): refusal.status
    case .failure(is Refusal): .badRequest
    case .failure: .internalServerError
    }
  }

  private func describe(
    _ request: Request, _ status: HTTPResponse.Status, _ context: GatewayRequestContext, in span: ActiveSpan
  ) {
    guard span.isRecording else { return }
    // The path as it was asked for may hold anything.
    if let route = context.endpointPath {
      span.rename("\(request.method.rawValue) \(route)")
      span.set("http.route", route)
    }
    span.set("http.request.method", request.method.rawValue)
    span.set("http.response.status_code", status.code)
    span.set("messaging.message.conversation_id", context.correlationID)
    if status.kind == .serverError { span.failed(String(status.code)) }
  }
}

extension HTTPField.Name {
  // The name is a constant token, so this is never nil; the fallback keeps the type simple.
  static let traceparent = HTTPField.Name("traceparent") ?? .via
}
