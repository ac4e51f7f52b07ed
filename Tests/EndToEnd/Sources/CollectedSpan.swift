import JSON

/// A span as a collector got it.
struct CollectedSpan: Sendable {
  let service: String
  let traceID: String
  let id: String
  let parent: String?
  let name: String
  let attributes: [String: String]

  /// The spans of an export request.
  static func all(in request: JSONValue) -> [CollectedSpan] {
    (request["resourceSpans"]?.arrayValue ?? []).flatMap { resource in
      let service = values(of: resource["resource"])["service.name"] ?? ""
      return (resource["scopeSpans"]?.arrayValue ?? []).flatMap { $0["spans"]?.arrayValue ?? [] }.map {
        CollectedSpan(
          service: service, traceID: $0["traceId"]?.stringValue ?? "", id: $0["spanId"]?.stringValue ?? "",
          parent: $0["parentSpanId"]?.stringValue, name: $0["name"]?.stringValue ?? "",
          attributes: values(of: $0))
      }
    }
  }

  private static func values(of object: JSONValue?) -> [String: String] {
    let pairs = (object?["attributes"]?.arrayValue ?? []).map { attribute in
      let value = attribute["value"]?.objectValue?.values.first
      return (attribute["key"]?.stringValue ?? "", value?.stringValue ?? value?.encodedString ?? "")
    }
    return Dictionary(pairs) { $1 }
  }
}
