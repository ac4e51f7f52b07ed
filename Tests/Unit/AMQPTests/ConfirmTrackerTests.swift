import TestSupport
import Testing

@testable import AMQP

@Suite("Confirmations")
struct ConfirmTrackerTests {
  private static let later = ContinuousClock.now + .seconds(60)

  private static func message(_ id: String? = nil, to key: String = "k", mandatory: Bool = true)
    -> AMQPOutgoing
  {
    AMQPOutgoing(
      AMQPMessage(body: [], properties: AMQPProperties(messageID: id)), exchange: "x", routingKey: key,
      mandatory: mandatory)
  }

  private static func returned(_ key: String = "k") -> MessageReturn {
    MessageReturn(reason: CloseReason(replyCode: 312, text: "NO_ROUTE"), exchange: "x", routingKey: key)
  }

  @Test("count from 1 and complete singly or up to a number")
  func transcript() {
    var tracker = ConfirmTracker<Int>()
    for token in 1...6 {
      #expect(tracker.register(token, message: Self.message(), deadline: Self.later) == UInt64(token))
    }
    #expect(tracker.confirm(tag: 3, isMultiple: false, isPositive: true).map(\.token) == [3])
    #expect(tracker.confirm(tag: 4, isMultiple: true, isPositive: true).map(\.token) == [1, 2, 4])
    #expect(tracker.confirm(tag: 4, isMultiple: false, isPositive: true).isEmpty)
    #expect(tracker.confirm(tag: 99, isMultiple: true, isPositive: true).isEmpty)
    #expect(tracker.outstanding == 2)
    let nacked = tracker.confirm(tag: 0, isMultiple: true, isPositive: false)
    #expect(nacked.map(\.token) == [5, 6])
    #expect(nacked.allSatisfy { $0.error?.code == .nacked })
    #expect(tracker.outstanding == 0)
  }

  @Test("complete a returned message as unroutable, and only that one")
  func returns() {
    var tracker = ConfirmTracker<Int>()
    tracker.register(1, message: Self.message("a", mandatory: false), deadline: Self.later)
    tracker.register(2, message: Self.message("b"), deadline: Self.later)
    tracker.register(3, message: Self.message("a"), deadline: Self.later)
    tracker.register(4, message: Self.message("a", to: "other"), deadline: Self.later)
    tracker.returned(Self.returned(), messageID: "a")
    tracker.returned(Self.returned("nobody's"), messageID: "a")
    let completions = tracker.confirm(tag: 4, isMultiple: true, isPositive: true)
    #expect(completions.map { $0.error?.code } == [nil, nil, .unroutable, nil])
    #expect(completions[2].error?.replyCode == 312)
  }

  @Test("assign returns of like messages to the oldest, one each")
  func likeReturns() {
    var tracker = ConfirmTracker<Int>()
    for token in 1...3 { tracker.register(token, message: Self.message(), deadline: Self.later) }
    tracker.returned(Self.returned(), messageID: nil)
    tracker.returned(Self.returned(), messageID: nil)
    let completions = tracker.confirm(tag: 3, isMultiple: true, isPositive: true)
    #expect(completions.map { $0.error?.code } == [.unroutable, .unroutable, nil])
  }

  @Test("leave an expired message's number in use until the broker confirms it")
  func expiry() {
    var tracker = ConfirmTracker<Int>()
    let now = ContinuousClock.now
    tracker.register(1, message: Self.message(), deadline: now + .seconds(1))
    tracker.register(2, message: Self.message(), deadline: now + .seconds(2))
    #expect(tracker.nextDeadline == now + .seconds(1))
    let expired = tracker.expire(at: now + .seconds(1), code: .timedOut)
    #expect(expired.map(\.token) == [1])
    #expect(expired.first?.error?.isOutcomeUnknown == true)
    #expect(tracker.nextDeadline == now + .seconds(2))
    #expect(tracker.outstanding == 2)
    #expect(tracker.confirm(tag: 2, isMultiple: true, isPositive: true).map(\.token) == [2])
    #expect(tracker.outstanding == 0)
  }

  @Test("answer every caller exactly once, whatever the broker sends", arguments: 1...100)
  func exactlyOnce(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var tracker = ConfirmTracker<Int>()
    var answered: [Int: Int] = [:]
    var registered = 0
    var unconfirmed: Set<UInt64> = []
    let start = ContinuousClock.now
    for _ in 0..<600 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        registered += 1
        let deadline = start + .seconds(Int.random(in: 0..<1_000, using: &random))
        let tag = tracker.register(registered, message: Self.message(), deadline: deadline)
        #expect(tag == UInt64(registered))
        unconfirmed.insert(tag)
      case 5..<9:
        guard registered > 0 else { continue }
        let tag = UInt64.random(in: 1...UInt64(registered), using: &random)
        let isMultiple = Bool.random(using: &random)
        for completion in tracker.confirm(tag: tag, isMultiple: isMultiple, isPositive: true) {
          answered[completion.token, default: 0] += 1
        }
        unconfirmed = isMultiple ? unconfirmed.filter { $0 > tag } : unconfirmed.subtracting([tag])
      default:
        let now = start + .seconds(Int.random(in: 0..<200, using: &random))
        for completion in tracker.expire(at: now, code: .timedOut) {
          answered[completion.token, default: 0] += 1
        }
      }
      #expect(tracker.outstanding == unconfirmed.count)
    }
    for completion in tracker.failAll({ _ in AMQPError(.connectionLost, operation: "publish") }) {
      answered[completion.token, default: 0] += 1
    }
    #expect(answered.count == registered)
    #expect(answered.values.allSatisfy { $0 == 1 })
    #expect(tracker.register(1, message: Self.message(), deadline: start) == 1)
  }
}
