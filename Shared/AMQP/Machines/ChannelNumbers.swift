/// Gives out the channel numbers of a connection, from 2: channel 1 is kept for declarations or publishing.
struct ChannelNumbers: Sendable {
  private var next: UInt16 = 2
  private var free: [UInt16] = []
  private let last: UInt16

  /// - Parameter channelMax: what the broker agreed to.
  init(channelMax: Int) { last = UInt16(clamping: channelMax) }

  /// Nil when all are in use.
  mutating func take() -> UInt16? {
    if let number = free.popLast() { return number }
    guard next <= last, next < .max else { return nil }
    defer { next += 1 }
    return next
  }

  /// Takes a number back once the broker has confirmed that its channel is closed.
  mutating func give(back number: UInt16) { free.append(number) }
}
