import Testing

@testable import AMQP

@Suite("Channel numbers")
struct ChannelNumbersTests {
  @Test("start at 2, end at the broker's limit and are used again once given back")
  func numbers() {
    var numbers = ChannelNumbers(channelMax: 4)
    #expect([numbers.take(), numbers.take(), numbers.take(), numbers.take()] == [2, 3, 4, nil])
    numbers.give(back: 3)
    #expect(numbers.take() == 3)
    #expect(numbers.take() == nil)
  }
}
