import Metrics

/// What a pool tells of itself. A process has one pool.
struct PoolMetrics: Sendable {
  private let inUse = Gauge(label: "nucleus.database.pool.in_use")
  private let waiting = Gauge(label: "nucleus.database.pool.waiting")
  private let acquire = Metrics.Timer(label: "nucleus.database.pool.acquire")
  private let timedOut = Counter(label: "nucleus.database.pool.refused", dimensions: [("reason", "timeout")])
  private let away = Counter(label: "nucleus.database.pool.refused", dimensions: [("reason", "unavailable")])

  init(size: Int) { Gauge(label: "nucleus.database.pool.size").record(size) }

  /// Called under the pool's lock, so that the last value is the latest.
  func note(_ ledger: PoolLedger) {
    inUse.record(ledger.leasedCount)
    waiting.record(ledger.waiterCount)
  }

  func acquired(after wait: Duration) {
    let (seconds, attoseconds) = wait.components
    acquire.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  func refused(_ error: PostgresError) {
    switch error.code {
    case .poolTimeout: timedOut.increment()
    // The caller's own wish, or the end of the process.
    case .cancelled, .closed: break
    default: away.increment()
    }
  }
}
