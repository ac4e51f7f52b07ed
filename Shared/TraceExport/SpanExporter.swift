import Logging
import Metrics
import ServiceLifecycle
import Telemetry

/// Sends finished spans to a collector, in batches and beside everything else: when the collector is away or slow,
/// spans are dropped and counted, and nothing waits.
public struct SpanExporter: Service {
  /// Sends the body of an export request.
  typealias Transport = @Sendable (_ body: [UInt8]) async -> ExportOutcome

  static let batchSize = 512
  static let interval = Duration.milliseconds(500)
  /// How long the last spans may take at the end of the process.
  static let farewell = Duration.seconds(2)

  private let buffer: SpanBuffer
  private let resource: OTLPResource
  private let logger: Logger
  private let transport: Transport
  private let close: @Sendable () async -> Void
  private let exported = Counter(label: "nucleus.traces.exported")
  private let refused = Counter(label: "nucleus.traces.dropped", dimensions: [("reason", "refused")])
  private let unreachable = Counter(label: "nucleus.traces.dropped", dimensions: [("reason", "unreachable")])
  private let waiting = Gauge(label: "nucleus.traces.waiting")

  public init(_ configuration: OTLPConfiguration, buffer: SpanBuffer, resource: OTLPResource, logger: Logger)
  {
    let client = OTLPClient(configuration)
    self.init(buffer: buffer, resource: resource, logger: logger, transport: client.send, close: client.close)
  }

  init(
    buffer: SpanBuffer, resource: OTLPResource, logger: Logger, transport: @escaping Transport,
    close: @escaping @Sendable () async -> Void = {}
  ) {
    self.buffer = buffer
    self.resource = resource
    self.logger = logger
    self.transport = transport
    self.close = close
  }

  /// Runs until graceful shutdown, then sends what is left.
  public func run() async throws {
    let cutOff = await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        waiting.record(buffer.count)
        if let batch = await exportAll() { return batch }
        try? await Task.sleep(for: Self.interval)
      }
      return []
    }
    await sayFarewell(cutOff)
    await close()
  }

  /// - Returns: the batch that the shutdown cut off.
  private func exportAll() async -> [FinishedSpan]? {
    while !Task.isCancelled {
      let batch = buffer.take(atMost: Self.batchSize)
      guard !batch.isEmpty else { return nil }
      if await !export(batch) { return batch }
    }
    return nil
  }

  /// - Returns: false when the shutdown came between.
  private func export(_ batch: [FinishedSpan]) async -> Bool {
    let body = OTLPEncoding.request(batch, of: resource)
    var pacing = ExportPacing()
    while true {
      let outcome = await transport(body)
      switch pacing.decide(outcome) {
      case .done:
        if case .delivered(let rejected) = outcome { count(batch.count, rejected: rejected) }
        return true
      case .giveUp(let reason):
        logger.debug("spans dropped", metadata: ["reason": "\(reason.rawValue)", "spans": "\(batch.count)"])
        (reason == .refused ? refused : unreachable).increment(by: batch.count)
        return true
      case .retry(let pause):
        guard (try? await Task.sleep(for: pause)) != nil else { return false }
      }
    }
  }

  /// One try for what is left, since nobody will be there for a second one.
  private func sayFarewell(_ cutOff: [FinishedSpan]) async {
    await withTaskGroup { group in
      group.addTask {
        var batch = cutOff.isEmpty ? buffer.take(atMost: Self.batchSize) : cutOff
        while !batch.isEmpty {
          guard case .delivered(let rejected) = await transport(OTLPEncoding.request(batch, of: resource))
          else {
            return unreachable.increment(by: batch.count + buffer.count)
          }
          count(batch.count, rejected: rejected)
          batch = buffer.take(atMost: Self.batchSize)
        }
      }
      group.addTask { try? await Task.sleep(for: Self.farewell) }
      await group.next()
      group.cancelAll()
    }
  }

  private func count(_ spans: Int, rejected: Int) {
    let rejected = min(rejected, spans)
    exported.increment(by: spans - rejected)
    if rejected > 0 { refused.increment(by: rejected) }
  }
}
