import CoreMetrics
import Synchronization

/// How often values fell below each of a row of bounds.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
  /// Bounds for lengths of time: from a fast query to a run at its timeout.
  static let seconds: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600,
  ]
  /// Bounds for lengths of time that are those of runs: up to the longest that is allowed, a day.
  static let longSeconds = seconds + [1_800, 3_600, 21_600, 86_400]
  /// Bounds for numbers of things.
  static let sizes: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000]

  private struct State {
    /// Values in each bucket alone; the last one holds those above all bounds.
    var counts: [UInt64]
    var sum = 0.0
  }

  private let bounds: [Double]
  private let state: Mutex<State>

  /// - Parameter buckets: upper bounds, ascending.
  init(buckets: [Double]) {
    bounds = buckets
    state = Mutex(State(counts: Array(repeating: 0, count: buckets.count + 1)))
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard value.isFinite else { return }
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock { state in
      state.counts[bucket] += 1
      state.sum += value
    }
  }

  func samples(labels: LabelSet) -> [MetricSample] {
    let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
    var samples: [MetricSample] = []
    var total: UInt64 = 0
    for (bound, count) in zip(bounds + [.infinity], counts) {
      total += count
      samples.append(
        MetricSample(suffix: "_bucket", labels: labels.bucket(upTo: bound), value: Double(total)))
    }
    samples.append(MetricSample(suffix: "_sum", labels: labels, value: sum))
    samples.append(MetricSample(suffix: "_count", labels: labels, value: Double(total)))
    return samples
  }
}
