import Testing

@testable import AMQP

@Suite("Limits of the protocol")
struct WireLimitsTests {
  private static func outgoing(
    _ change: (inout AMQPOutgoing) -> Void
  ) -> AMQPOutgoing {
    var outgoing = AMQPOutgoing(AMQPMessage(body: [1]), exchange: "x", routingKey: "k")
    change(&outgoing)
    return outgoing
  }

  @Test("lets through what fits")
  func fits() {
    let outgoing = Self.outgoing {
      $0.routingKey = String(repeating: "k", count: 255)
      $0.message.properties.expiration = "60000"
      $0.message.properties.headers = ["a": .list(["b", 1]), "c": .table(["d": true])]
    }
    #expect(throws: Never.self) { try WireLimits.check(outgoing) }
  }

  @Test("refuses what cannot be encoded")
  func refusals() {
    let long = String(repeating: "é", count: 128)
    let deep = (0..<20).reduce(AMQPFieldValue.void) { value, _ in .list([value]) }
    let changes: [(inout AMQPOutgoing) -> Void] = [
      { $0.exchange = long }, { $0.routingKey = long }, { $0.message.properties.messageID = long },
      { $0.message.properties.expiration = "1s" }, { $0.message.properties.expiration = "" },
      { $0.message.properties.headers = [long: true] },
      { $0.message.properties.headers = ["a": .bytes([UInt8](repeating: 0, count: 20_000))] },
      { $0.message.properties.headers = ["a": deep] },
    ]
    for change in changes {
      let error = #expect(throws: AMQPError.self) { try WireLimits.check(Self.outgoing(change)) }
      #expect(error?.code == .invalidArgument)
    }
  }
}
