import AMQP
import Contracts

/// Reads messages of the journal by their place in its stream.
///
/// Needs a client that may read the stream; each reading has a subscription of its own, which ends with it.
public struct JournalReader: Sendable {
  /// What became of a message.
  public enum Reading: Sendable {
    case found(AMQPMessage)
    /// The stream has let it go: what is there now is another message, or none.
    case gone
    /// It is there, but what was read with it is as much as is read at once.
    case tooMuch
  }

  private let client: AMQPClient

  /// Bytes of bodies that are read at once.
  public static let largestReading = 16 * 1_024 * 1_024

  /// Places so close to each other are read in one go,
  private static let gap: Int64 = 200
  /// as far as they lie within so many.
  private static let span: Int64 = 2_000
  private static let window = 64
  private static let parallelReadings = 4
  /// A chunk comes at once; what has not come by then is not there.
  private static let chunkTime = Duration.milliseconds(500)

  public init(client: AMQPClient) { self.client = client }

  /// The messages at some places.
  /// - Parameters:
  ///   - limit: how long to wait in all. What has not come by then is left out of the answer.
  public func messages(at places: [Wanted], within limit: Duration) async -> [Int64: Reading] {
    let groups = Self.groups(of: places)
    guard !groups.isEmpty, client.isConnected else { return [:] }
    let deadline = ContinuousClock.now + limit
    let allowance = ByteAllowance(Self.largestReading)
    return await withTaskGroup(of: [Int64: Reading].self) { tasks in
      var readings: [Int64: Reading] = [:]
      for (index, group) in groups.enumerated() {
        if index >= Self.parallelReadings, let done = await tasks.next() {
          readings.merge(done) { first, _ in first }
        }
        tasks.addTask { await read(group, allowance, until: deadline) }
      }
      for await done in tasks { readings.merge(done) { first, _ in first } }
      return readings
    }
  }

  /// The oldest place that the stream holds; nil when it holds nothing or does not answer in time.
  public func firstOffset(within limit: Duration) async -> Int64? {
    await firstOffset(from: .first, within: limit)
  }

  /// The newest place of the stream; nil when it holds nothing or does not answer in time.
  public func lastOffset(within limit: Duration) async -> Int64? {
    // That is where the stream's last chunk begins.
    guard let first = await firstOffset(from: .last, within: limit) else { return nil }
    let seen = SeenOffsets()
    await collect(from: .offset(first), until: .now + Self.chunkTime) { message in
      seen.note(message.offset)
      return false
    }
    return seen.last ?? first
  }

  private func firstOffset(from start: AMQPStreamOffset, within limit: Duration) async -> Int64? {
    let seen = SeenOffsets()
    // No more than that one is asked for.
    await collect(from: start, window: 1, until: .now + limit) { message in
      seen.note(message.offset)
      return true
    }
    return seen.first
  }

  private func read(
    _ wanted: [Wanted], _ allowance: ByteAllowance, until deadline: ContinuousClock.Instant
  ) async -> [Int64: Reading] {
    guard let first = wanted.first else { return [:] }
    let harvest = JournalHarvest(wanted, allowance)
    await collect(from: .offset(first.offset), until: deadline) { harvest.take($0) }
    return harvest.readings
  }

  /// Reads until `isEnough` says so of a message, or until the deadline.
  private func collect(
    from start: AMQPStreamOffset, window: Int = Self.window, until deadline: ContinuousClock.Instant,
    _ isEnough: @escaping @Sendable (AMQPStreamMessage) -> Bool
  ) async {
    let (end, continuation) = AsyncStream<Void>.makeStream()
    let consumer = try? await client.read(
      stream: Queue.journalName, from: { start }, window: window
    ) { message in
      if isEnough(message) { continuation.finish() }
    }
    guard let consumer else { return }
    await withTaskGroup(of: Void.self) { tasks in
      tasks.addTask { for await _ in end {} }
      tasks.addTask { try? await Task.sleep(until: deadline) }
      await tasks.next()
      tasks.cancelAll()
    }
    await consumer.cancel()
  }

  /// The places in their order, those close to each other together.
  static func groups(of places: [Wanted]) -> [[Wanted]] {
    let unique = Dictionary(places.map { ($0.offset, $0) }, uniquingKeysWith: { first, _ in first })
    return unique.values.sorted { $0.offset < $1.offset }.reduce(into: []) { groups, place in
      if let first = groups.last?.first, let last = groups.last?.last,
        place.offset - last.offset <= gap, place.offset - first.offset < span
      {
        groups[groups.count - 1].append(place)
      } else {
        groups.append([place])
      }
    }
  }
}
