import Testing

@testable import AMQP

@Suite("Messages with a channel each")
struct IsolatedPublishesTests {
  private static let start = ContinuousClock.now
  private var machine = IsolatedPublishes<Int>()

  init() { machine.connected(channelMax: 4) }

  private mutating func begin(_ token: Int, after delay: Duration = .seconds(1)) throws -> UInt16 {
    let channel = machine.begin(token, deadline: Self.start + delay)
    return try #require(channel)
  }

  @Test("never share a channel, and none is left when all are in use")
  mutating func channels() throws {
    let channels = try (1...3).map { try begin($0) }
    #expect(channels == [2, 3, 4])
    let none = machine.begin(4, deadline: Self.start)
    #expect(none == nil)
  }

  @Test("are answered by their own channel's confirmation, once")
  mutating func confirmations() throws {
    let (first, second) = (try begin(1), try begin(2))
    let taken = machine.confirmed(isPositive: true, on: second)
    #expect(taken?.token == 2)
    #expect(taken?.error == nil)
    let again = machine.confirmed(isPositive: true, on: second)
    #expect(again?.token == nil)
    let refused = machine.confirmed(isPositive: false, on: first)
    #expect(refused?.error?.code == .nacked)
  }

  @Test("are unroutable when they came back before the confirmation")
  mutating func returns() throws {
    let channel = try begin(1)
    machine.returned(CloseReason(replyCode: 312, text: "NO_ROUTE"), on: channel)
    let completion = machine.confirmed(isPositive: true, on: channel)
    #expect(completion?.error?.code == .unroutable)
    #expect(completion?.error?.replyCode == 312)
  }

  @Test("that get no answer hold their channel until the broker has closed it")
  mutating func expiry() throws {
    let silent = try begin(1)
    let patient = try begin(2, after: .seconds(9))
    let expired = machine.expire(at: Self.start + .seconds(1))
    #expect(expired.map(\.channel) == [silent])
    #expect(expired.map(\.completion.token) == [1])
    #expect(expired.first?.completion.error?.code == .timedOut)
    #expect(expired.first?.completion.error?.isOutcomeUnknown == true)
    let repeated = machine.expire(at: Self.start + .seconds(1))
    #expect(repeated.isEmpty)
    // Too late to be told to anybody.
    let late = machine.confirmed(isPositive: true, on: silent)
    #expect(late?.token == nil)
    let other = try begin(3)
    #expect(other != silent)
    machine.closeConfirmed(on: silent)
    let reused = try begin(4)
    #expect(reused == silent)
    let answered = machine.confirmed(isPositive: true, on: patient)
    #expect(answered?.token == 2)
  }

  @Test("learn why the broker closed their channel, which is free at once")
  mutating func closedChannels() throws {
    let channel = try begin(1)
    let reason = CloseReason(replyCode: 404, text: "NOT_FOUND")
    let completion = machine.channelClosed(reason, on: channel)
    #expect(completion?.error?.code == .notFound)
    let again = machine.channelClosed(reason, on: channel)
    #expect(again?.token == nil)
    let reused = try begin(2)
    #expect(reused == channel)
  }

  @Test("all fail with the connection; those answered before do not fail again")
  mutating func lostConnection() throws {
    let answered = try begin(1)
    _ = try begin(2)
    _ = machine.confirmed(isPositive: true, on: answered)
    let lost = machine.connectionLost(AMQPError(.connectionLost, operation: "heartbeat"))
    #expect(lost.map(\.token) == [2])
    #expect(lost.first?.error?.isOutcomeUnknown == true)
    machine.connected(channelMax: 4)
    #expect(machine.count == 0)
    let first = try begin(3)
    #expect(first == 2)
  }
}
