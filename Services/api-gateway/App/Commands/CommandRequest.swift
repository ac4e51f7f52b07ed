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
  /// On whose behalf it is sent.
  public var actor: Contracts.Actor?
  public var body: [UInt8]
}
