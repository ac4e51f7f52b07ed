import Contracts
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Logging
import NIOCore
import ServiceRuntime

/// `GET /api/runs/{id}/bundle`: everything that is known of a run as one download.
///
/// For operators, not for viewers: it shows settings of processes and what people typed into commands.
struct RunBundleRoute: Sendable {
  static let path = "/api/runs/{id}/bundle"

  let services: GatewayServices
  let timeLimit: Duration
  let presence: ClientPresence

  func add(to router: some RouterMethods<GatewayRequestContext>) {
    router.get(RouterPath(Self.path)) { request, context in
      do {
        return try await answer(context)
      } catch {
        return Self.refusal(error, context)
      }
    }
  }

  private func answer(_ context: GatewayRequestContext) async throws -> Response {
    guard let caller = context.caller else { throw HTTPRefusal.unauthenticated }
    guard let least = AccessTable.routes[Self.path], caller.role >= least else {
      throw Refusal(
        .roleForbidden, "a bundle needs the role OPERATOR; this key has \(caller.role.rawValue)")
    }
    guard let id = context.parameters.get("id").flatMap(UUID.init(uuidString:)) else {
      throw Refusal.invalid("id", "must be the UUID of a run")
    }
    let bundle = try await BoundedWork.run(
      limit: .nanoseconds(timeLimit.nanoseconds), channel: context.channel, presence: presence
    ) { [services] in
      try await RunBundleReader(reader: services.reader, journal: services.journal, role: caller.role).read(
        id)
    }
    let json = bundle.json(madeBy: ProcessIdentity.localHost(), at: Date())
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/json; charset=utf-8",
        .contentDisposition: "attachment; filename=\"run-\(id.lowercased).json\"",
      ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.encodedBytes)))
  }

  /// Refusals in the form of the REST contract: `{"error": {"code", "message"}}`.
  private static func refusal(_ error: any Error, _ context: GatewayRequestContext) -> Response {
    let refusal: HTTPRefusal
    switch error {
    case let error as HTTPRefusal where error.code == ErrorCode.timeout.rawValue:
      refusal = HTTPRefusal(status: .gatewayTimeout, code: error.code, message: error.message)
    case let error as HTTPRefusal: refusal = error
    case let error as Refusal:
      refusal = HTTPRefusal(status: status(of: error.code), code: error.code.rawValue, message: error.message)
    default:
      context.logger.error(
        "A bundle could not be made.", metadata: [LogKey.error: "\(Redactor().sanitise("\(error)"))"])
      refusal = HTTPRefusal(
        status: .internalServerError, code: ErrorCode.internal.rawValue, message: "internal error")
    }
    let body: JSONValue = [
      "error": ["code": .string(refusal.code), "message": .string(refusal.message)]
    ]
    var headers = refusal.headers
    headers[.contentType] = GraphQLMediaType.json.contentType
    return Response(
      status: refusal.status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.encodedBytes)))
  }

  private static func status(of code: ErrorCode) -> HTTPResponse.Status {
    switch code {
    case .runNotFound: .notFound
    case .roleForbidden: .forbidden
    case .authRequired: .unauthorized
    case .unavailable: .serviceUnavailable
    case .timeout: .gatewayTimeout
    default: .badRequest
    }
  }
}
