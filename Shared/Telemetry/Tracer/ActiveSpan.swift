import Tracing

/// The span that is under way, for its body to describe.
public struct ActiveSpan: Sendable {
  /// Nil when nothing is recorded.
  let span: (any Tracing.Span)?

  static let none = ActiveSpan(span: nil)

  /// Whether what is said of it is kept: attributes that cost something should be worked out only then.
  public var isRecording: Bool { span != nil }

  public func set(_ key: String, _ value: @autoclosure () -> String?) {
    if let span, let value = value() { span.attributes[key] = value }
  }

  public func set(_ key: String, _ value: @autoclosure () -> Int) {
    if let span { span.attributes[key] = value() }
  }

  public func rename(_ name: @autoclosure () -> String) { span?.operationName = name() }

  /// Notes another trace that has to do with this one.
  public func link(_ trace: TraceContext?) {
    if let span, let trace { span.addLink(SpanLink(context: ServiceContext(trace), attributes: [:])) }
  }

  /// Notes that it failed.
  /// - Parameter kind: from a fixed set: an error code or a type.
  public func failed(_ kind: @autoclosure () -> String) {
    guard let span else { return }
    span.attributes["error.type"] = kind()
    span.setStatus(SpanStatus(code: .error))
  }

  func failed(_ error: any Error) {
    guard let span else { return }
    if span.attributes["error.type"] == nil { span.attributes["error.type"] = "\(type(of: error))" }
    span.setStatus(SpanStatus(code: .error))
  }
}
