import Contracts
import Foundation
import GraphQL
import JSON

extension ResolveInfo {
  /// Sends a command on behalf of the request and gives what it led to.
  /// - Throws: the ``Refusal`` of the scheduler, or of the way there.
  func send<Body: Command>(_ command: Body, endpoint: UUID? = nil) async throws -> JSONValue {
    let gateway = try gateway
    let request = try gateway.request.command(
      Body.type, endpoint: endpoint, body: MessageCodec.encode(command), field: fieldName,
      arguments: arguments.values)
    switch try await gateway.services.commands.send(request) {
    case .done(let result): return result
    case .refused(let refusal): throw refusal
    case .unavailable: throw Refusal.unavailable("the platform cannot handle the request now")
    }
  }

  /// Sends a command and reads the object that it led to.
  func send<Body: Command, Answer: Decodable>(
    _ command: Body, endpoint: UUID? = nil, as _: Answer.Type
  ) async throws -> Answer {
    try MessageCodec.decode(
      Answer.self, from: try await send(command, endpoint: endpoint).encodedBytes)
  }
}

extension RequestIdentity {
  /// The next command of this request.
  func command(
    _ type: MessageType, endpoint: UUID?, body: [UInt8], field: String, arguments: JSONObject
  ) throws -> CommandRequest {
    let number = nextCommandNumber()
    // A character that no idempotency key holds, so that no two commands share an id.
    let suffix = number == 1 ? "" : "·\(number)"
    let correlationID = self.correlationID + suffix
    guard let idempotencyKey else {
      return CommandRequest(
        id: UUID.v7().lowercased, type: type, correlationID: correlationID, endpointID: endpoint,
        actor: caller.actor, body: body)
    }
    return CommandRequest(
      id: "\(caller.keyID):\(idempotencyKey.text)\(suffix)", type: type, correlationID: correlationID,
      endpointID: endpoint,
      requestDigest: try RequestDigest.make(field: field, arguments: arguments, key: caller.digestKey),
      actor: caller.actor, body: body)
  }
}
