import AMQP
import Contracts
import Foundation
import Messaging
import Testing

@testable import RunExecutor

@Suite struct TriggerParsingTests {
  private let endpoint = UUID()

  private func message(
    _ type: MessageType = .runTriggered, endpoint: UUID? = nil, body: String? = nil
  ) throws -> AMQPMessage {
    let trigger = RunTriggered(runID: UUID(), endpointID: endpoint ?? self.endpoint)
    let bytes = try body.map { [UInt8]($0.utf8) } ?? MessageCodec.encode(trigger)
    return Envelope(type: type, appID: "test", body: bytes).amqpMessage
  }

  @Test func readsATrigger() throws {
    let (_, trigger) = try TriggerIntake.trigger(in: message(), of: endpoint)
    #expect(trigger.endpointID == endpoint)
  }

  @Test func everythingElseIsPoison() throws {
    var nameless = try message()
    nameless.properties.messageID = nil
    var unheardOf = try message()
    unheardOf.properties.type = "run.triggered.v9"
    let poison = [
      nameless, unheardOf, try message(.runFailed), try message(endpoint: UUID()), try message(body: "{"),
      try message(body: "{}"),
    ]
    for message in poison {
      #expect(throws: EnvelopeError.self) { try TriggerIntake.trigger(in: message, of: endpoint) }
    }
  }
}
