import JSON
import Testing
import Tracing

@testable import Telemetry
@testable import TraceExport

@Suite struct OTLPEncodingTests {
  private static let resource = OTLPResource(
    service: "scheduler", instance: "scheduler-1@host", host: "host", version: "1.2.3")

  private static func encoded(_ spans: [FinishedSpan]) throws -> JSONValue {
    try JSONValue(parsing: OTLPEncoding.request(spans, of: resource))
  }

  /// The shape and the spelling of the specification's own example of a trace.
  @Test func aSpanHasTheFormOfTheSpecification() throws {
    let link = try #require(
      TraceContext(traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
    let span = FinishedSpan(
      context: try #require(
        TraceContext(traceparent: "00-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-01")),
      parent: SpanID(0xEEE1_9B7E_C3C1_B173), name: "I'm a server span", kind: .server,
      start: 1_544_712_660_000_000_000, end: 1_544_712_661_000_000_000,
      attributes: [("http.request.method", "GET"), ("http.response.status_code", .int64(200))],
      events: [.init(name: "exception", time: 1_544_712_660_500_000_000, attributes: [])], links: [link],
      status: .error)
    let request = try Self.encoded([span])
    let object = try #require(
      request["resourceSpans"]?.arrayValue?.first?["scopeSpans"]?.arrayValue?.first?["spans"]?.arrayValue?
        .first)
    #expect(
      object == [
        "traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174",
        "parentSpanId": "eee19b7ec3c1b173", "flags": 1, "name": "I'm a server span", "kind": 2,
        "startTimeUnixNano": "1544712660000000000", "endTimeUnixNano": "1544712661000000000",
        "attributes": [
          ["key": "http.request.method", "value": ["stringValue": "GET"]],
          ["key": "http.response.status_code", "value": ["intValue": "200"]],
        ],
        "events": [["timeUnixNano": "1544712660500000000", "name": "exception", "attributes": []]],
        "links": [["traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331"]],
        "status": ["code": 2],
      ])
  }

  @Test func theProcessIsNamedOnce() throws {
    let request = try Self.encoded([try Self.span(kind: .internal), try Self.span(kind: .client)])
    let resources = try #require(request["resourceSpans"]?.arrayValue)
    #expect(resources.count == 1)
    let attributes = resources.first?["resource"]?["attributes"]?.arrayValue ?? []
    func value(_ key: String) -> String? {
      attributes.first { $0["key"]?.stringValue == key }?["value"]?["stringValue"]?.stringValue
    }
    #expect(value("service.name") == "scheduler" && value("service.instance.id") == "scheduler-1@host")
    #expect(value("service.namespace") == "nucleus" && value("service.version") == "1.2.3")
    let scopes = try #require(resources.first?["scopeSpans"]?.arrayValue)
    #expect(scopes.count == 1 && scopes.first?["spans"]?.arrayValue?.count == 2)
  }

  @Test(arguments: [
    (SpanKind.internal, Int64(1)), (.server, 2), (.client, 3), (.producer, 4), (.consumer, 5),
  ]) func kindsAreTheNumbersOfTheProtocol(kind: SpanKind, number: Int64) throws {
    #expect(try Self.only(Self.span(kind: kind))["kind"]?.intValue == number)
  }

  @Test func whatASpanHasNotIsLeftOut() throws {
    let object = try Self.only(Self.span(kind: .internal))
    for name in ["parentSpanId", "events", "links", "status"] { #expect(object[name] == nil, "\(name)") }
  }

  @Test func everyFormOfValueIsWritten() throws {
    let object = try Self.only(
      Self.span(
        kind: .internal,
        attributes: [
          ("a", .int32(-3)), ("b", .int64(.max)), ("c", .double(0.5)), ("d", .double(.infinity)),
          ("e", .double(.nan)), ("f", .bool(true)), ("g", "t\"e\u{1}xt"), ("h", .stringArray(["not in use"])),
        ]))
    #expect(
      object["attributes"] == [
        ["key": "a", "value": ["intValue": "-3"]],
        ["key": "b", "value": ["intValue": "9223372036854775807"]],
        ["key": "c", "value": ["doubleValue": 0.5]], ["key": "d", "value": ["doubleValue": "Infinity"]],
        ["key": "e", "value": ["doubleValue": "NaN"]], ["key": "f", "value": ["boolValue": true]],
        ["key": "g", "value": ["stringValue": "t\"e\u{1}xt"]],
      ])
  }

  private static func only(_ span: FinishedSpan) throws -> JSONValue {
    let scopes = try encoded([span])["resourceSpans"]?.arrayValue?.first?["scopeSpans"]?.arrayValue
    return try #require(scopes?.first?["spans"]?.arrayValue?.first)
  }

  private static func span(
    kind: SpanKind, attributes: [(key: String, value: SpanAttribute)] = []
  ) throws -> FinishedSpan {
    FinishedSpan(
      context: try #require(
        TraceContext(traceparent: "00-5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174-01")),
      parent: nil, name: "x", kind: kind, start: 1, end: 2, attributes: attributes, events: [], links: [],
      status: nil)
  }
}
