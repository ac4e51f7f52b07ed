import CoreMetrics
import Synchronization

/// The latest value, as long as it holds.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
  typealias Instant = ContinuousClock.Instant

  private struct State {
    var value: Double
    var writtenAt: Instant
  }

  private let lifetime: Duration?
  private let now: @Sendable () -> Instant
  private let state: Mutex<State>

  /// - Parameters:
  ///   - initial: until one is written.
  ///   - lifetime: how long a value holds that is not written again; nil: for ever.
  init(_ initial: Double = 0, lifetime: Duration? = nil, now: @escaping @Sendable () -> Instant = { .now }) {
    self.lifetime = lifetime
    self.now = now
    state = Mutex(State(value: initial, writtenAt: now()))
  }

  func set(_ value: Int64) { set(Double(value)) }

  func set(_ value: Double) { change { $0 = value } }

  func increment(by amount: Double) { change { $0 += amount } }

  func decrement(by amount: Double) { change { $0 -= amount } }

  func record(_ value: Int64) { set(Double(value)) }

  func record(_ value: Double) { set(value) }

  func samples(labels: LabelSet) -> [MetricSample] {
    let state = state.withLock { $0 }
    if let lifetime, now() - state.writtenAt > lifetime { return [] }
    return [MetricSample(labels: labels, value: state.value)]
  }

  private func change(_ change: (inout Double) -> Void) {
    // Asking the clock costs something, and most gauges hold for ever.
    let instant = lifetime == nil ? nil : now()
    state.withLock { state in
      change(&state.value)
      if let instant { state.writtenAt = instant }
    }
  }
}
