import Hummingbird
import JSON
import OrderedCollections

extension RouterMethods {
  /// Adds the routes of ``OperationsPath``. None of them asks for credentials or shows user data.
  public func addOperationsRoutes(readiness: Readiness, metrics: PrometheusRegistry) {
    get(RouterPath(OperationsPath.live)) { _, _ in
      Self.answer(.ok, "application/json", JSONValue.object(["status": .string("live")]).encodedString)
    }
    get(RouterPath(OperationsPath.ready)) { _, _ in
      let report = readiness.report()
      return Self.answer(
        report.isReady ? .ok : .serviceUnavailable, "application/json", report.json.encodedString)
    }
    get(RouterPath(OperationsPath.metrics)) { _, _ in
      Self.answer(.ok, PrometheusText.contentType, metrics.exposition())
    }
  }

  private static func answer(_ status: HTTPResponse.Status, _ type: String, _ body: String) -> Response {
    Response(
      status: status, headers: [.contentType: type, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
  }
}
