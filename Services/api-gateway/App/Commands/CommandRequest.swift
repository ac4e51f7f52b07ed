import Contracts
import Foundation

/// A command ready to be sent.
public struct CommandRequest: Sendable {
  /// The command's id: the same one twice has one effect.
  public var id: String
  public var type: MessageType
  /// Unique among the commands that wait for an answer.
  public var correlationID: String
  public var endpointID: UUID?
  public var requestDigest: String?
  public var body: [UInt8]
}

/// What carries commands to the scheduler.
public protocol CommandSending: Sendable {
  /// Sends a command and waits for its answer.
  /// - Throws: ``Refusal`` with `E_UNAVAILABLE` or `E_TIMEOUT` where there is none.
  func send(_ request: CommandRequest) async throws -> CommandReply
}
