import JSON
import OrderedCollections
import Telemetry
import Tracing

/// Spans as the body of an export request: OTLP 1.x in its JSON encoding.
///
/// It differs from the usual JSON form of Protocol Buffers in that ids are hexadecimal digits and enumerations
/// numbers; whole numbers of 64 bits are strings in both.
enum OTLPEncoding {
  static func request(_ spans: [FinishedSpan], of resource: OTLPResource) -> [UInt8] {
    let scope: JSONObject = ["name": .string(OTLPResource.namespace), "version": .string(resource.version)]
    let scoped: JSONObject = [
      "scope": .object(scope), "spans": .array(spans.map { .object(object($0)) }),
    ]
    let attributes = resource.attributes.map { (key: $0.key, value: SpanAttribute.string($0.value)) }
    let ofResource: JSONObject = [
      "resource": ["attributes": list(attributes)], "scopeSpans": .array([.object(scoped)]),
    ]
    return JSONValue.object(["resourceSpans": .array([.object(ofResource)])]).encodedBytes
  }

  private static func object(_ span: FinishedSpan) -> JSONObject {
    var object: JSONObject = [
      "traceId": .string(span.context.traceID.text), "spanId": .string(span.context.spanID.text),
    ]
    if let parent = span.parent { object["parentSpanId"] = .string(parent.text) }
    // The flags of W3C Trace Context.
    object["flags"] = .int(span.context.isSampled ? 1 : 0)
    object["name"] = .string(span.name)
    object["kind"] = .int(number(span.kind))
    object["startTimeUnixNano"] = .string(String(span.start))
    object["endTimeUnixNano"] = .string(String(span.end))
    object["attributes"] = list(span.attributes)
    if !span.events.isEmpty { object["events"] = .array(span.events.map { .object(self.object($0)) }) }
    if !span.links.isEmpty { object["links"] = .array(span.links.map { .object(self.object($0)) }) }
    if let status = span.status { object["status"] = ["code": .int(number(status))] }
    return object
  }

  private static func object(_ event: FinishedSpan.Event) -> JSONObject {
    [
      "timeUnixNano": .string(String(event.time)), "name": .string(event.name),
      "attributes": list(event.attributes),
    ]
  }

  private static func object(_ link: TraceContext) -> JSONObject {
    ["traceId": .string(link.traceID.text), "spanId": .string(link.spanID.text)]
  }

  private static func list(_ attributes: [(key: String, value: SpanAttribute)]) -> JSONValue {
    .array(
      attributes.compactMap { key, value in
        self.value(value).map { ["key": .string(key), "value": $0] }
      })
  }

  private static func value(_ attribute: SpanAttribute) -> JSONValue? {
    switch attribute {
    case .string(let text): ["stringValue": .string(text)]
    case .int32(let number): ["intValue": .string(String(number))]
    case .int64(let number): ["intValue": .string(String(number))]
    // Numbers that JSON has no form for are strings.
    case .double(let number): ["doubleValue": number.isFinite ? .double(number) : .string(special(number))]
    case .bool(let flag): ["boolValue": .bool(flag)]
    default: nil
    }
  }

  private static func special(_ number: Double) -> String {
    number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
  }

  private static func number(_ kind: SpanKind) -> Int64 {
    switch kind {
    case .internal: 1
    case .server: 2
    case .client: 3
    case .producer: 4
    case .consumer: 5
    }
  }

  private static func number(_ status: SpanStatus.Code) -> Int64 {
    switch status {
    case .ok: 1
    case .error: 2
    }
  }
}
