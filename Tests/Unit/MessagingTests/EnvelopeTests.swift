import AMQP
import Contracts
import Foundation
import Messaging
import Testing

/// An envelope survives the way through AMQP properties and headers.
@Suite struct EnvelopeTests {
  private static let full = Envelope(
    messageID: "key:1", type: .apiKeyRevoke, correlationID: "c", causationID: "m", runID: .v7(),
    endpointID: .v7(), traceparent: "00-1-2-01", timestamp: Date(timeIntervalSince1970: 1_767_268_800),
    appID: "api-gateway@test", replyTo: "nucleus.replies.x", expirationMilliseconds: 500,
    requestDigest: "d",
    actor: Actor(keyID: "k", name: "Zoë", role: "OPERATOR", address: "2001:db8::1"), body: [0x7B, 0x7D])

  @Test func comesBackWhole() throws {
    #expect(try Envelope(Self.full.amqpMessage) == Self.full)
  }

  @Test func needsNoActor() throws {
    var envelope = Self.full
    envelope.actor = nil
    #expect(try Envelope(envelope.amqpMessage) == envelope)
  }

  @Test func anActorNeedsNoAddress() throws {
    var envelope = Self.full
    envelope.actor?.address = nil
    #expect(try Envelope(envelope.amqpMessage) == envelope)
  }

  /// A sender that names half an actor names none.
  @Test(arguments: [EnvelopeHeader.actorID, EnvelopeHeader.actorName, EnvelopeHeader.actorRole])
  func takesNoHalfActor(missing header: String) throws {
    var message = Self.full.amqpMessage
    message.properties.headers[header] = nil
    #expect(try Envelope(message).actor == nil)
  }
}
