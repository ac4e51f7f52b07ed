import CoreMetrics
import Synchronization

/// A sum that only grows.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
  private let total = Mutex(0.0)

  func increment(by amount: Int64) { increment(by: Double(amount)) }

  /// Negative and non-finite amounts change nothing: a scraper would take a smaller total for a restart.
  func increment(by amount: Double) {
    guard amount > 0, amount.isFinite else { return }
    total.withLock { $0 += amount }
  }

  func reset() { total.withLock { $0 = 0 } }

  func samples(labels: LabelSet) -> [MetricSample] {
    [MetricSample(labels: labels, value: total.withLock { $0 })]
  }
}
