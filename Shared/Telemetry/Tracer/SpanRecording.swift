import Synchronization
import Tracing

/// A span that is being recorded. Any task may write to it until it ends.
final class SpanRecording: Sendable {
  private struct State {
    var name: String
    var attributes: SpanAttributes = [:]
    var events: [FinishedSpan.Event] = []
    var links: [TraceContext] = []
    var status: SpanStatus.Code?
    var isEnded = false
  }

  static let maximumEvents = 16
  static let maximumLinks = 16

  private let context: TraceContext
  private let parent: SpanID?
  private let kind: SpanKind
  private let start: UInt64
  private let buffer: SpanBuffer
  private let state: Mutex<State>

  init(
    _ name: String, context: TraceContext, parent: SpanID?, kind: SpanKind, start: UInt64, buffer: SpanBuffer
  ) {
    self.context = context
    self.parent = parent
    self.kind = kind
    self.start = start
    self.buffer = buffer
    state = Mutex(State(name: name))
  }

  var name: String {
    get { state.withLock(\.name) }
    set { state.withLock { $0.name = newValue } }
  }

  var attributes: SpanAttributes {
    get { state.withLock(\.attributes) }
    set { state.withLock { $0.attributes = newValue } }
  }

  func set(_ key: String, _ value: SpanAttribute) { state.withLock { $0.attributes[key] = value } }

  func setStatus(_ code: SpanStatus.Code) { state.withLock { $0.status = code } }

  func add(_ event: FinishedSpan.Event) {
    state.withLock { if $0.events.count < Self.maximumEvents { $0.events.append(event) } }
  }

  func add(link: TraceContext) {
    state.withLock { if $0.links.count < Self.maximumLinks { $0.links.append(link) } }
  }

  /// Hands the span over, once.
  func finish(at end: UInt64) {
    let state = state.withLock { state -> State? in
      guard !state.isEnded else { return nil }
      state.isEnded = true
      return state
    }
    guard let state else { return }
    buffer.add(
      FinishedSpan(
        context: context, parent: parent, name: state.name, kind: kind, start: start, end: max(start, end),
        attributes: SpanAttributeRule.accept(state.attributes), events: state.events, links: state.links,
        status: state.status))
  }
}
