import CoreMetrics
import Foundation
import Synchronization

/// A metrics backend that keeps every series in memory and writes them as Prometheus text.
///
/// A label such as `nucleus.runs.finished` becomes `nucleus_runs_finished_total` for a counter, a histogram
/// `…_seconds` for a timer, a histogram for an aggregating recorder and a gauge for everything else. Asking
/// twice for the same label and dimensions gives the same series. A metric holds at most `seriesLimit`
/// label sets; further ones share one series whose label values are all `other`, so that sums stay right
/// and memory stays bounded. A name already taken by another kind of metric is not recorded.
public final class PrometheusRegistry: MetricsFactory {
  private let seriesLimit: Int
  private let descriptions: [String: MetricDescription]
  private let now: @Sendable () -> ContinuousClock.Instant
  private let state = Mutex(RegistryState())

  /// - Parameters:
  ///   - seriesLimit: label sets a metric may have.
  ///   - descriptions: what is known of metrics; others are kept all the same.
  ///   - now: by which clock values of gauges grow old.
  public init(
    seriesLimit: Int = 200, describedBy descriptions: [MetricDescription] = MetricInventory.all,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.seriesLimit = max(1, seriesLimit)
    self.descriptions = Dictionary(descriptions.map { ($0.label, $0) }) { first, _ in first }
    self.now = now
  }

  /// Adds a gauge whose value is asked for at each scrape; `value` has to be quick.
  /// - Parameter help: nil: as ``MetricInventory`` says.
  public func addGauge(_ label: String, help: String? = nil, value: @escaping @Sendable () -> Double) {
    let help = help ?? meaning(of: label)
    addCollector { [MetricFamily(name: MetricName.gauge(label), kind: .gauge, help: help, value: value())] }
  }

  /// Adds a gauge with one series for each value of a label, asked for at each scrape.
  /// - Parameters:
  ///   - dimension: the label.
  ///   - values: has to be quick, and to name each value of the label once.
  public func addGauge(
    _ label: String, by dimension: String, values: @escaping @Sendable () -> [(name: String, value: Double)]
  ) {
    let help = meaning(of: label)
    addCollector {
      let samples = values().map { name, value in
        MetricSample(labels: LabelSet([(dimension, name)]), value: value)
      }
      return [MetricFamily(name: MetricName.gauge(label), kind: .gauge, help: help, samples: samples)]
    }
  }

  /// Adds families that are made at each scrape.
  func addCollector(_ collect: @escaping @Sendable () -> [MetricFamily]) {
    state.withLock { $0.collectors.append(collect) }
  }

  /// All metrics in the text format 0.0.4, families in the order of their names.
  public func exposition() -> String {
    let (families, collectors) = state.withLock { state in
      (state.metrics.map { name, metric in metric.family(named: name) }, state.collectors)
    }
    var taken: Set<String> = []
    let all = (families + collectors.flatMap { $0() }).filter { taken.insert($0.name).inserted }
    return PrometheusText.render(all.sorted { $0.name < $1.name })
  }

  // MARK: MetricsFactory

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(MetricName.counter(label), .counter, label, dimensions) { CounterSeries() }
  }

  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(MetricName.counter(label), .counter, label, dimensions) { CounterSeries() }
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    gauge(label, dimensions)
  }

  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    let name = MetricName.gauge(label)
    if aggregate {
      return series(name, .histogram, label, dimensions) { HistogramSeries(buckets: HistogramSeries.sizes) }
    }
    return gauge(label, dimensions)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    let isLong = descriptions[label]?.isLong ?? false
    return series(MetricName.timer(label), .histogram, label, dimensions) {
      HistogramSeries(buckets: isLong ? HistogramSeries.longSeconds : HistogramSeries.seconds)
    }
  }

  // Series are shared by all who ask for them, so none of them may end one for the others.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  /// What a metric means, as far as that is known.
  func meaning(of label: String) -> String { descriptions[label]?.help ?? label }

  /// A time at which something was last done begins with the time at which it could be done for the first time: that it
  /// was never done since is as bad as that it was long ago, and no worse.
  private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
    let name = MetricName.gauge(label)
    let initial = name.hasSuffix("_timestamp") ? Date().timeIntervalSince1970 : 0
    let lifetime = descriptions[label]?.lifetime
    return series(name, .gauge, label, dimensions) { GaugeSeries(initial, lifetime: lifetime, now: now) }
  }

  private func series<Series: MetricSeries>(
    _ name: String, _ kind: MetricKind, _ label: String, _ dimensions: [(String, String)],
    make: () -> Series
  ) -> Series {
    let labels = LabelSet(dimensions)
    let found = state.withLock { state in
      state.metrics[name, default: Metric(kind: kind, help: meaning(of: label))]
        .series(labels, kind: kind, limit: seriesLimit, make: make)
    }
    // A series of another type means that the name is taken: the caller may write into the void.
    return found as? Series ?? make()
  }
}
