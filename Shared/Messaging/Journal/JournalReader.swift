import AMQP
import Contracts

/// Reads messages of the journal by their place in its stream.
///
/// Needs a client that may read the stream; each reading has a subscription of its own, which ends with it.
public struct JournalReader: Sendable {
  /// What became of a message.
  public enum Reading: Sendable {
    case found(AMQPMessage)
    /// The stream has let it go.
    case gone
  }

  private let client: AMQPClient

  /// Places so close to each other are read in one go.
  private static let gap: Int64 = 200
  private static let window = 64
  private static let parallelReadings = 4
  /// A chunk comes at once; what has not come by then is not there.
  private static let chunkTime = Duration.milliseconds(500)

  public init(client: AMQPClient) { self.client = client }

  /// The messages at some places.
  /// - Parameters:
  ///   - limit: how long to wait in all. What has not come by then is left out of the answer.
  public func messages(at offsets: [Int64], within limit: Duration) async -> [Int64: Reading] {
    let groups = Self.groups(of: offsets)
    guard !groups.isEmpty, client.isConnected else { return [:] }
    let deadline = ContinuousClock.now + limit
    return await withTaskGroup(of: [Int64: Reading].self) { tasks in
      var readings: [Int64: Reading] = [:]
      for (index, group) in groups.enumerated() {
        if index >= Self.parallelReadings, let done = await tasks.next() {
          readings.merge(done) { first, _ in first }
        }
        tasks.addTask { await read(group, until: deadline) }
      }
      for await done in tasks { readings.merge(done) { first, _ in first } }
      return readings
    }
  }

  /// The oldest place that the stream holds; nil when it holds nothing or does not answer in time.
  public func firstOffset(within limit: Duration) async -> Int64? {
    await collect(from: .first, until: .now + limit) { _ in false }.first?.offset
  }

  /// The newest place of the stream; nil when it holds nothing or does not answer in time.
  public func lastOffset(within limit: Duration) async -> Int64? {
    guard let first = await collect(from: .last, until: .now + limit, { _ in false }).first else {
      return nil
    }
    let rest = await collect(from: .offset(first.offset), until: .now + Self.chunkTime) { _ in true }
    return rest.last?.offset ?? first.offset
  }

  private func read(_ offsets: [Int64], until deadline: ContinuousClock.Instant) async -> [Int64: Reading] {
    guard let first = offsets.first, let last = offsets.last else { return [:] }
    let messages = await collect(from: .offset(first), until: deadline) { $0.offset < last }
    guard let oldest = messages.first?.offset else { return [:] }
    let wanted = Set(offsets)
    var readings = Dictionary(
      offsets.filter { $0 < oldest }.map { ($0, Reading.gone) }, uniquingKeysWith: { first, _ in first })
    for message in messages where wanted.contains(message.offset) {
      readings[message.offset] = .found(message.message)
    }
    return readings
  }

  /// Reads until `goesOn` says no to a message, or until the deadline.
  private func collect(
    from start: AMQPStreamOffset, until deadline: ContinuousClock.Instant,
    _ goesOn: @escaping @Sendable (AMQPStreamMessage) -> Bool
  ) async -> [AMQPStreamMessage] {
    let (messages, continuation) = AsyncStream<AMQPStreamMessage>.makeStream()
    let consumer = try? await client.read(
      stream: Queue.journalName, from: { start }, window: Self.window
    ) { message in
      continuation.yield(message)
      if !goesOn(message) { continuation.finish() }
    }
    guard let consumer else { return [] }
    let collected = await withTaskGroup(of: [AMQPStreamMessage].self) { tasks in
      tasks.addTask { await messages.reduce(into: []) { $0.append($1) } }
      tasks.addTask {
        try? await Task.sleep(until: deadline)
        continuation.finish()
        return []
      }
      let collected = await tasks.next() ?? []
      let rest = collected.isEmpty ? await tasks.next() ?? [] : []
      tasks.cancelAll()
      return collected.isEmpty ? rest : collected
    }
    await consumer.cancel()
    return collected
  }

  /// The places in their order, those close to each other together.
  static func groups(of offsets: [Int64]) -> [[Int64]] {
    Set(offsets).sorted().reduce(into: []) { groups, offset in
      if let last = groups.last?.last, offset - last <= gap {
        groups[groups.count - 1].append(offset)
      } else {
        groups.append([offset])
      }
    }
  }
}
