import Domain
import Foundation

extension LiveRuns {
  /// Decides which runs are read and who is given what was read.
  ///
  /// Events say only that something has happened to a run. However many there are, the run is read once, and
  /// only when somebody has subscribed to it; each reading is given to the run's subscribers at that moment.
  /// Readings follow one another, and a state with a lower fence than the last one is not given to anybody, so
  /// that no run goes backwards.
  struct StateMachine: Sendable {
    struct Limits: Sendable, Hashable {
      /// Runs that may wait for one subscriber.
      var waitingRuns = 256
      /// Runs that may wait to be read. Beyond that everything that has changed since is read instead.
      var unreadRuns = 10_000
      /// Runs of one reading.
      var readingSize = 500
      /// Runs whose last state is remembered.
      var rememberedRuns = 8_192
    }

    let limits: Limits
    private var index = SubscriberIndex()
    private var mailboxes: [Int: SubscriptionMailbox] = [:]
    private var nextNumber = 1
    private var recent: RecentRuns
    /// The runs to read, with whether an event told of them.
    private var unread: [UUID: Bool] = [:]
    private var unreadSince: Date?
    /// Events were missed after this moment.
    private var missedSince: Date?
    /// Who is given the state of a run whether it has changed or not.
    private var expecting: [UUID: Set<Int>] = [:]
    /// Who is given all that has changed since a moment, whether others have had it or not.
    private var resuming: [Int: Date] = [:]
    private var counts = Counts()

    /// What has happened since it was last asked for.
    struct Counts: Sendable, Hashable {
      /// States that were replaced by later ones or dropped.
      var dropped = 0
      /// Subscriptions that were ended because too much waited for them.
      var overflows = 0
    }

    init(limits: Limits = Limits()) {
      self.limits = limits
      recent = RecentRuns(capacity: limits.rememberedRuns)
    }

    var subscriberCount: Int { index.count }

    mutating func takeCounts() -> Counts {
      defer { counts = Counts() }
      return counts
    }

    // MARK: Subscribers

    /// - Parameter resumption: the moment from which on a client that comes back has missed changes.
    /// - Returns: the number of the subscriber.
    mutating func subscribe(_ selector: RunSelector, resumption: Date? = nil) -> Int {
      let number = nextNumber
      nextNumber += 1
      index.insert(number, selector)
      mailboxes[number] = SubscriptionMailbox()
      if let run = selector.runID {
        expecting[run, default: []].insert(number)
        unread[run] = unread[run] ?? false
      } else if let resumption {
        resuming[number] = resumption
      }
      return number
    }

    mutating func unsubscribe(_ number: Int) {
      guard let selector = index.selectors[number] else { return }
      index.remove(number)
      mailboxes[number] = nil
      resuming[number] = nil
      if let run = selector.runID { expecting[run]?.remove(number) }
      guard index.isEmpty else { return }
      // What nobody follows need not be remembered, nor is it missed.
      recent = RecentRuns(capacity: limits.rememberedRuns)
      unread = [:]
      unreadSince = nil
      missedSince = nil
      expecting = [:]
    }

    /// What comes next for a subscriber; nil while there is nothing.
    mutating func take(_ number: Int) -> SubscriptionMailbox.Content? {
      guard mailboxes[number] != nil else { return .end(.done) }
      return mailboxes[number]?.take()
    }

    /// Ends all subscriptions, once they have had what waits for them.
    /// - Returns: those with something to take.
    mutating func finish() -> [Int] {
      for number in mailboxes.keys { mailboxes[number]?.finish(.done) }
      return Array(mailboxes.keys)
    }

    // MARK: Events

    /// Something has happened to a run.
    mutating func changed(_ subject: RunSelector.Subject, at now: Date) {
      guard index.hasSubscribers(of: subject) else { return }
      unreadSince = unreadSince ?? now
      unread[subject.runID] = true
      guard unread.count > limits.unreadRuns else { return }
      missed(since: unreadSince ?? now)
      unread = unread.filter { expecting[$0.key] != nil }
    }

    /// Events may have been missed: what subscribers follow is read again, and what has changed is looked for.
    mutating func missed(since moment: Date) {
      guard !index.isEmpty else { return }
      missedSince = min(missedSince ?? moment, moment)
      for run in recent.active { unread[run] = unread[run] ?? false }
      for run in index.runs where recent[run]?.isActive != false { unread[run] = unread[run] ?? false }
    }

    // MARK: Reading

    var hasUnread: Bool { !unread.isEmpty || missedSince != nil || !resuming.isEmpty }

    /// The next reading; nil when there is nothing to read.
    mutating func nextReading() -> LiveReading? {
      guard hasUnread else { return nil }
      var reading = LiveReading()
      reading.missedSince = missedSince
      reading.resuming = resuming
      missedSince = nil
      resuming = [:]
      for (run, isChanged) in unread.prefix(limits.readingSize) { reading.runs[run] = isChanged }
      for run in reading.runs.keys { unread[run] = nil }
      if unread.isEmpty { unreadSince = nil }
      return reading
    }

    /// The reading failed; it is to be made again.
    mutating func failed(_ reading: LiveReading) {
      guard !index.isEmpty else { return }
      unread.merge(reading.runs) { $0 || $1 }
      if let moment = reading.missedSince { missedSince = min(missedSince ?? moment, moment) }
      for (number, moment) in reading.resuming where index.selectors[number] != nil {
        resuming[number] = moment
      }
    }

    /// Gives out what was read.
    /// - Parameters:
    ///   - states: of the runs that were asked for by their ids, those that exist.
    ///   - changes: the runs that have changed since ``LiveReading/since``.
    ///   - isCut: whether there were more of those than could be read.
    /// - Returns: the subscribers with something to take.
    mutating func give(
      _ states: [LiveRun], changes: [LiveRun], isCut: Bool, of reading: LiveReading
    ) -> Set<Int> {
      var receivers: Set<Int> = []
      var found: Set<UUID> = []
      for state in states {
        found.insert(state.run.id)
        receivers.formUnion(give(state, isNews: reading.runs[state.run.id] ?? false))
      }
      // Oldest first, so that they arrive in the order in which they happened.
      for state in changes.reversed() {
        let isMissed = reading.missedSince.map { state.changedAt >= $0 } ?? false
        let returning = reading.resuming.filter { state.changedAt >= $0.value }
        receivers.formUnion(give(state, isNews: isMissed, to: returning.keys))
      }
      for run in reading.runs.keys where !found.contains(run) {
        for number in expecting.removeValue(forKey: run) ?? [] {
          finish(number, .unknownRun)
          receivers.insert(number)
        }
      }
      guard isCut else { return receivers }
      // More has changed than anybody can be told of one by one.
      for (number, selector) in index.selectors where selector.runID == nil {
        guard reading.missedSince != nil || reading.resuming[number] != nil else { continue }
        finish(number, .lost)
        receivers.insert(number)
      }
      return receivers
    }

    /// - Parameters:
    ///   - isNews: whether subscribers are to be told of a state that was not known before.
    ///   - returning: who is told whether others know it or not.
    private mutating func give(
      _ state: LiveRun, isNews: Bool, to returning: some Sequence<Int> = EmptyCollection()
    ) -> Set<Int> {
      let run = state.run
      let known = recent[run.id]
      if let known, known.fence > state.fence { return [] }
      recent.note(run.id, .init(fence: state.fence, isActive: !run.status.isTerminal))
      let subject = RunSelector.Subject(run)
      var receivers: Set<Int> = []
      if known.map({ $0.fence < state.fence }) ?? isNews {
        receivers.formUnion(index.subscribers(of: subject))
      }
      receivers.formUnion(returning.filter { index.selectors[$0]?.matches(subject) == true })
      for number in expecting.removeValue(forKey: run.id) ?? [] {
        if index.selectors[number]?.matches(subject) == true {
          receivers.insert(number)
        } else {
          // The run exists, but not there where its other filters look for it.
          finish(number, .unknownRun)
          receivers.insert(number)
        }
      }
      for number in receivers { put(state, to: number) }
      return receivers
    }

    private mutating func put(_ state: LiveRun, to number: Int) {
      let dropped = mailboxes[number]?.put(state, capacity: limits.waitingRuns) ?? 0
      counts.dropped += dropped
      if dropped > 1 { counts.overflows += 1 }
    }

    private mutating func finish(_ number: Int, _ reason: SubscriptionEnd) {
      mailboxes[number]?.finish(reason)
    }
  }
}
