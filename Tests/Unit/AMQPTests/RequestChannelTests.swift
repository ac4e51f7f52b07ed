import Testing

@testable import AMQP

@Suite("The channel for requests")
struct RequestChannelTests {
  /// What a transcript shows of an action.
  private static func lines(_ actions: [RequestChannel<Int>.Action]) -> [String] {
    actions.map { action in
      switch action {
      case .send(.channelOpen): "open"
      case .send(.channelClose): "close"
      case .send(.queueDelete(let name)): "send \(name)"
      case .send: "send"
      case .complete(let token, .success(let count)): "\(token) ok \(count)"
      case .complete(let token, .failure(let error)): "\(token) \(error.code)"
      }
    }
  }

  private static func request(_ token: Int) -> RequestChannel<Int>.Request {
    .init(method: .queueDelete(name: "q\(token)"), operation: "test", token: token)
  }

  private static func opened() -> RequestChannel<Int> {
    var channel = RequestChannel<Int>()
    #expect(lines(channel.connected()) == ["open"])
    #expect(lines(channel.opened()) == [])
    return channel
  }

  @Test("sends one request at a time, in order")
  func order() {
    var channel = Self.opened()
    #expect(Self.lines(channel.request(Self.request(1))) == ["send q1"])
    #expect(Self.lines(channel.request(Self.request(2))) == [])
    #expect(channel.isAwaiting)
    #expect(Self.lines(channel.replied(count: 7)) == ["1 ok 7", "send q2"])
    #expect(Self.lines(channel.replied(count: 0)) == ["2 ok 0"])
    #expect(!channel.isAwaiting)
    #expect(Self.lines(channel.replied(count: 0)) == [])
  }

  @Test("opens again after the broker closed it over one request, and goes on with the next")
  func closed() {
    var channel = Self.opened()
    _ = channel.request(Self.request(1))
    _ = channel.request(Self.request(2))
    let reason = CloseReason(replyCode: 406, text: "PRECONDITION_FAILED")
    #expect(Self.lines(channel.channelClosed(reason)) == ["1 precondition failed", "open"])
    #expect(Self.lines(channel.opened()) == ["send q2"])
  }

  @Test("closes the channel of a request that took too long, so that no late answer is mistaken")
  func expired() {
    var channel = Self.opened()
    _ = channel.request(Self.request(1))
    _ = channel.request(Self.request(2))
    #expect(channel.expired().map(Self.lines) == ["1 timed out", "close"])
    #expect(Self.lines(channel.replied(count: 0)) == [])
    #expect(Self.lines(channel.closeConfirmed()) == ["open"])
    #expect(Self.lines(channel.opened()) == ["send q2"])
  }

  @Test("gives up on a channel that does not open")
  func deaf() {
    var channel = RequestChannel<Int>()
    _ = channel.connected()
    #expect(channel.isAwaiting)
    #expect(channel.expired() == nil)
  }

  @Test("fails what waits when the connection is lost, and refuses until it is back")
  func lost() {
    var channel = Self.opened()
    _ = channel.request(Self.request(1))
    _ = channel.request(Self.request(2))
    #expect(Self.lines(channel.connectionLost()) == ["1 connection lost", "2 connection lost"])
    #expect(Self.lines(channel.request(Self.request(3))) == ["3 not connected"])
    #expect(Self.lines(channel.connected()) == ["open"])
  }
}
