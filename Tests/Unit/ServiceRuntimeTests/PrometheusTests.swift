import CoreMetrics
import Foundation
import Synchronization
import Testing

@testable import ServiceRuntime

@Suite struct PrometheusTests {
  @Test func writesTheTextFormat() {
    let registry = PrometheusRegistry(describedBy: [
      MetricDescription("nucleus.runs", .counter, "Runs that \\ ended.\nAll of them.")
    ])
    Counter(label: "nucleus.runs", dimensions: [("state", "a\"b\\c\nd"), ("kind", "x")], factory: registry)
      .increment(by: 3)
    Gauge(label: "pool-size", factory: registry).record(2.5)
    Meter(label: "depth", factory: registry).set(7)
    registry.addGauge("asked", help: "At scrape.") { 4 }
    #expect(
      registry.exposition() == #"""
        # HELP asked At scrape.
        # TYPE asked gauge
        asked 4
        # HELP depth depth
        # TYPE depth gauge
        depth 7
        # HELP nucleus_runs_total Runs that \\ ended.\nAll of them.
        # TYPE nucleus_runs_total counter
        nucleus_runs_total{kind="x",state="a\"b\\c\nd"} 3
        # HELP pool_size pool-size
        # TYPE pool_size gauge
        pool_size 2.5

        """#)
  }

  @Test func timersAreHistogramsInSeconds() throws {
    let registry = PrometheusRegistry()
    let timer = Timer(label: "run.duration", dimensions: [("le", "x")], factory: registry)
    for milliseconds in [1, 2, 700, 900_000] { timer.recordMilliseconds(milliseconds) }
    let families = try PrometheusParser.parse(registry.exposition())
    let family = try #require(families["run_duration_seconds"])
    #expect(family.type == "histogram")
    func bucket(_ bound: String) -> Double? {
      family.samples.first { $0.name.hasSuffix("_bucket") && $0.labels["le"] == bound }?.value
    }
    #expect(bucket("0.001") == 1 && bucket("0.0025") == 2 && bucket("0.5") == 2 && bucket("1") == 3)
    #expect(bucket("600") == 3 && bucket("+Inf") == 4)
    #expect(family.samples.allSatisfy { $0.labels["le_"] == "x" })
    let sum = try #require(family.samples.first { $0.name == "run_duration_seconds_sum" }?.value)
    #expect(abs(sum - 900.703) < 1e-9)
  }

  /// The longest run that is allowed still has a bucket.
  @Test func timersOfRunsReachAsFarAsRuns() throws {
    let registry = PrometheusRegistry(describedBy: [MetricDescription("run", .timer, isLong: true, "x.")])
    for label in ["run", "request"] { Timer(label: label, factory: registry).recordSeconds(86_000) }
    let families = try PrometheusParser.parse(registry.exposition())
    func below(_ bound: String, _ family: String) -> Double? {
      families[family]?.samples.first { $0.labels["le"] == bound }?.value
    }
    #expect(below("21600", "run_seconds") == 0 && below("86400", "run_seconds") == 1)
    #expect(below("600", "request_seconds") == 0 && below("86400", "request_seconds") == nil)
  }

  /// A value that was read long ago must not outbid what others read now.
  @Test func valuesThatAreNotRenewedGo() {
    let start = ContinuousClock.now
    let clock = Mutex(start)
    let registry = PrometheusRegistry(
      describedBy: [MetricDescription("read", .gauge, lifetime: .seconds(60), "x.")],
      now: { clock.withLock { $0 } })
    let read = Gauge(label: "read", dimensions: [("of", "a")], factory: registry)
    let kept = Gauge(label: "kept", factory: registry)
    for gauge in [read, kept] { gauge.record(7) }
    func shown() -> [String] {
      registry.exposition().split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0) }
    }
    clock.withLock { $0 = start + .seconds(60) }
    #expect(shown() == ["kept 7", "read{of=\"a\"} 7"])
    clock.withLock { $0 = start + .seconds(61) }
    #expect(shown() == ["kept 7"])
    read.record(7)
    #expect(shown() == ["kept 7", "read{of=\"a\"} 7"])
  }

  /// What was never done has not been done since the start, and not for half a century.
  @Test func timesOfLastPassesBeginWithTheStart() throws {
    let registry = PrometheusRegistry()
    let before = Date().timeIntervalSince1970
    let gauge = Gauge(label: "clock.last_pass_timestamp", factory: registry)
    func value() throws -> Double {
      try #require(
        try PrometheusParser.parse(registry.exposition())["clock_last_pass_timestamp"]?.samples.first?.value)
    }
    #expect(try value() >= before && value() <= Date().timeIntervalSince1970)
    gauge.record(12)
    #expect(try value() == 12)
  }

  @Test func theSameLabelsAreTheSameSeries() throws {
    let registry = PrometheusRegistry()
    Counter(label: "n", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
    Counter(label: "n", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
    let counter = Counter(label: "n", factory: registry)
    counter.increment(by: 5)
    counter.destroy()
    #expect(registry.exposition().contains("n_total{a=\"1\",b=\"2\"} 2\n"))
    #expect(registry.exposition().contains("n_total 5\n"))
  }

  @Test func countersNeverShrink() {
    let registry = PrometheusRegistry()
    let counter = FloatingPointCounter(label: "n", factory: registry)
    for amount in [1.5, -1, .nan, .infinity, 2] { counter.increment(by: amount) }
    #expect(registry.exposition().contains("n_total 3.5\n"))
  }

  @Test func seriesBeyondTheLimitShareOne() throws {
    let registry = PrometheusRegistry(seriesLimit: 3)
    for index in 0..<100 {
      Counter(label: "n", dimensions: [("endpoint", "\(index)")], factory: registry).increment()
    }
    let family = try #require(try PrometheusParser.parse(registry.exposition())["n_total"])
    #expect(family.samples.count == 4)
    #expect(family.samples.first { $0.labels["endpoint"] == "other" }?.value == 97)
  }

  @Test func aNameOfAnotherKindIsLeftAlone() throws {
    let registry = PrometheusRegistry()
    Counter(label: "n", factory: registry).increment()
    Gauge(label: "n.total", factory: registry).record(99)
    Recorder(label: "n_total", factory: registry).record(98)
    let families = try PrometheusParser.parse(registry.exposition())
    #expect(families.count == 1)
    #expect(families["n_total"]?.samples.map(\.value) == [1])
  }

  @Test(arguments: [
    (1.0, "1"), (-2, "-2"), (0.1, "0.1"), (1e20, "1e+20"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
    (.nan, "NaN"), (1_234_567_890_123, "1234567890123"),
  ])
  func numbersAreSpelledForPrometheus(value: Double, text: String) {
    #expect(PrometheusText.number(value) == text)
  }

  /// Any label, dimension name or value gives text that parses, with the value intact.
  @Test(arguments: 0..<100) func anyNamesGiveAValidText(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let registry = PrometheusRegistry()
    let value = generator.text(upTo: 12)
    let label = generator.text(upTo: 8)
    Counter(label: label, dimensions: [("d" + generator.text(upTo: 8), value)], factory: registry).increment()
    Timer(label: generator.text(upTo: 8), dimensions: [(generator.text(upTo: 8), value)], factory: registry)
      .recordNanoseconds(Int64.random(in: 0..<1_000_000_000_000, using: &generator))
    let families = try PrometheusParser.parse(registry.exposition())
    let family = try #require(families[MetricName.counter(label)])
    #expect(family.samples.first.map { Array($0.labels.values) } == [value])
  }

  @Test func histogramsAreCumulative() throws {
    var generator = SeededGenerator(state: 9)
    let registry = PrometheusRegistry()
    let recorder = Recorder(label: "rows", factory: registry)
    let values = (0..<500).map { _ in Int.random(in: 0...20_000, using: &generator) }
    for value in values { recorder.record(value) }
    let family = try #require(try PrometheusParser.parse(registry.exposition())["rows"])
    let buckets = family.samples.filter { $0.name == "rows_bucket" }
    for bucket in buckets {
      let bound =
        bucket.labels["le"] == "+Inf" ? Double.infinity : try #require(Double(bucket.labels["le"] ?? ""))
      #expect(bucket.value == Double(values.filter { Double($0) <= bound }.count))
    }
    #expect(buckets.last?.labels["le"] == "+Inf")
    #expect(family.samples.first { $0.name == "rows_count" }?.value == 500)
    #expect(family.samples.first { $0.name == "rows_sum" }?.value == Double(values.reduce(0, +)))
  }

  @Test func countsOfConcurrentWritersAreAllThere() async {
    let registry = PrometheusRegistry()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<1_000 { Counter(label: "n", factory: registry).increment() }
        }
      }
    }
    #expect(registry.exposition().contains("n_total 8000\n"))
  }

  @Test func theProcessReportsItself() throws {
    let registry = PrometheusRegistry()
    ProcessMetrics.register(with: registry)
    let families = try PrometheusParser.parse(registry.exposition())
    for name in [
      "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_cpu_seconds_total",
      "process_open_fds", "process_max_fds", "process_start_time_seconds", "process_threads",
    ] {
      #expect(try #require(families[name]?.samples.first?.value) > 0, "\(name)")
    }
    let start = try #require(families["process_start_time_seconds"]?.samples.first?.value)
    let now = Double(WallTime.now().milliseconds / 1_000)
    #expect(start <= now + 1 && start > now - 86_400)
  }

  @Test func aCommandWithParenthesesIsParsed() throws {
    let text =
      "42 (a) b (c) S 1 1 1 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 7 0 900 12345 67 18446744073709551615 1\n"
    let statistics = try #require(ProcessStatistics(parsing: text))
    #expect(statistics.cpuTicks == 200 && statistics.threads == 7 && statistics.startTicks == 900)
    #expect(statistics.virtualBytes == 12_345 && statistics.residentPages == 67)
    #expect(ProcessStatistics(parsing: "42 (x) S 1") == nil)
    #expect(ProcessStatistics(parsing: "") == nil)
    #expect(ProcessStatistics.bootTime(in: "cpu 1 2\nbtime 1700000000\nx 1") == 1_700_000_000)
    #expect(ProcessStatistics.bootTime(in: "cpu 1") == nil)
    #expect(
      ProcessStatistics.openFileLimit(in: "Max cpu time 1\nMax open files   1024   4096  files\n") == 1_024)
    #expect(ProcessStatistics.openFileLimit(in: "Max open files unlimited") == nil)
  }
}
