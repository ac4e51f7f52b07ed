import GraphQL

extension StreamOutlet {
  /// Decides what is written next on a stream, and when its client has been waited for long enough.
  struct StateMachine: Sendable {
    typealias Instant = ContinuousClock.Instant

    enum Item: Sendable {
      case response(GraphQLResponse)
      case heartbeat
      /// The caller's right is to be asked for.
      case check
      case end(StreamEnd)
    }

    enum Tick: Sendable, Hashable {
      case none
      /// There is something to write.
      case ready
      /// The client has taken nothing for too long. Said once.
      case cut
    }

    private let settings: EventStreamSettings
    private var offered: GraphQLResponse?
    private var end: StreamEnd?
    private var endedAt: Instant?
    private var isWriting = false
    private var isCut = false
    private var lastWrite: Instant
    private var lastCheck: Instant
    private var isHeartbeatDue = false
    private var isCheckDue = false

    init(settings: EventStreamSettings, now: Instant) {
      self.settings = settings
      lastWrite = now
      lastCheck = now
    }

    /// Takes in the next response.
    /// - Returns: false when nothing more is written.
    mutating func offer(_ response: GraphQLResponse) -> Bool {
      guard end == nil else { return false }
      offered = response
      return true
    }

    /// - Returns: whether a write under way has to be broken off.
    mutating func finish(_ reason: StreamEnd, now: Instant) -> Bool {
      if end == nil || reason == .clientLeft { end = reason }
      endedAt = endedAt ?? now
      return reason == .clientLeft && isWriting
    }

    /// What to do next; nil when there is nothing. What is given for writing counts as being written until
    /// ``wrote(now:)``.
    mutating func next(now: Instant) -> Item? {
      if end == .clientLeft { return .end(.clientLeft) }
      if isCheckDue {
        checked(now)
        return .check
      }
      if let response = offered {
        offered = nil
        checked(now)
        begin(now)
        return .response(response)
      }
      if let end {
        begin(now)
        return .end(end)
      }
      guard isHeartbeatDue else { return nil }
      begin(now)
      return .heartbeat
    }

    /// The client, or its connection's buffer, has taken what was to be written.
    mutating func wrote(now: Instant) {
      isWriting = false
      lastWrite = now
    }

    mutating func tick(now: Instant) -> Tick {
      guard !isCut else { return .none }
      isCut =
        endedAt.map { now - $0 >= settings.farewell } ?? false
        || isWriting && now - lastWrite >= settings.writeTimeout
      guard !isCut else { return .cut }
      guard !isWriting, end == nil else { return .none }
      if now - lastWrite >= settings.heartbeat { isHeartbeatDue = true }
      if now - lastCheck >= settings.authorityInterval { isCheckDue = true }
      return isHeartbeatDue || isCheckDue ? .ready : .none
    }

    private mutating func begin(_ now: Instant) {
      isWriting = true
      isHeartbeatDue = false
      lastWrite = now
    }

    private mutating func checked(_ now: Instant) {
      isCheckDue = false
      lastCheck = now
    }
  }
}
