import Foundation

/// Who may run now: at most so many runs of an endpoint and so many of the process. First come, first served,
/// within an endpoint and, where the process is full, over all endpoints.
struct SlotLedger: Sendable {
  typealias Ticket = UInt64

  private struct Lane {
    var limit = 1
    /// Runs, and tickets that only wait for the process.
    var taken = 0
    var queue: [Ticket] = []

    var isIdle: Bool { taken == 0 && queue.isEmpty }
  }

  private struct Waiter {
    var endpoint: UUID
    var deadline: ContinuousClock.Instant
  }

  /// Runs of the process at once.
  let capacity: Int
  private(set) var running = 0
  private var lanes: [UUID: Lane] = [:]
  private var waiters: [Ticket: Waiter] = [:]
  /// Tickets whose endpoint has a slot for them, in the order in which they got it.
  private var ready: [Ticket] = []
  private var nextTicket: Ticket = 0

  var waiting: Int { waiters.count }

  init(capacity: Int) { self.capacity = capacity }

  /// Asks for a slot.
  /// - Returns: the ticket, and whether it may run at once; if not, it is among the results of a later call.
  mutating func request(
    _ endpoint: UUID, deadline: ContinuousClock.Instant
  ) -> (ticket: Ticket, isGranted: Bool) {
    nextTicket += 1
    let ticket = nextTicket
    waiters[ticket] = Waiter(endpoint: endpoint, deadline: deadline)
    lanes[endpoint, default: Lane()].queue.append(ticket)
    let granted = advance(endpoint)
    return (ticket, granted.contains(ticket))
  }

  /// Gives the slot of a run back.
  /// - Returns: the tickets that may run now.
  mutating func release(_ endpoint: UUID) -> [Ticket] {
    running -= 1
    lanes[endpoint]?.taken -= 1
    return advance(endpoint)
  }

  /// Changes the runs of an endpoint at once; runs above a lower limit go on.
  mutating func limit(_ endpoint: UUID, to limit: Int) -> [Ticket] {
    lanes[endpoint, default: Lane()].limit = max(limit, 1)
    return advance(endpoint)
  }

  /// Forgets the limit of an endpoint that is gone.
  mutating func forget(_ endpoint: UUID) {
    lanes[endpoint]?.limit = 1
    if lanes[endpoint]?.isIdle == true { lanes[endpoint] = nil }
  }

  /// Takes tickets back that wait no longer.
  /// - Returns: the tickets that may run in their stead.
  mutating func withdraw(_ tickets: [Ticket]) -> [Ticket] {
    var endpoints: [UUID] = []
    // All leave before anybody moves up, so that no slot goes to a ticket that is about to leave.
    for ticket in tickets {
      guard let waiter = waiters.removeValue(forKey: ticket) else { continue }
      endpoints.append(waiter.endpoint)
      if let position = ready.firstIndex(of: ticket) {
        ready.remove(at: position)
        lanes[waiter.endpoint]?.taken -= 1
      } else {
        lanes[waiter.endpoint]?.queue.removeAll { $0 == ticket }
      }
    }
    return endpoints.flatMap { advance($0) }
  }

  /// The tickets that have waited too long.
  func overdue(at now: ContinuousClock.Instant) -> [Ticket] {
    waiters.filter { $0.value.deadline <= now }.map(\.key).sorted()
  }

  /// The tickets of an endpoint that wait.
  func tickets(of endpoint: UUID) -> [Ticket] {
    waiters.filter { $0.value.endpoint == endpoint }.map(\.key).sorted()
  }

  /// Whether no run of the endpoint has a slot.
  func isIdle(_ endpoint: UUID) -> Bool { lanes[endpoint].map { $0.taken == 0 } ?? true }

  /// All tickets that wait.
  var tickets: [Ticket] { waiters.keys.sorted() }

  private mutating func advance(_ endpoint: UUID) -> [Ticket] {
    while var lane = lanes[endpoint], lane.taken < lane.limit, !lane.queue.isEmpty {
      ready.append(lane.queue.removeFirst())
      lane.taken += 1
      lanes[endpoint] = lane
    }
    let free = min(max(0, capacity - running), ready.count)
    let granted = Array(ready.prefix(free))
    ready.removeFirst(free)
    running += free
    for ticket in granted { waiters[ticket] = nil }
    return granted
  }
}
