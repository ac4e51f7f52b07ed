import Foundation

/// Notes when keys of the API were last used. Nobody waits for an answer, and one that gets lost is made up for by
/// the next use.
public struct TouchAPIKeys: Message {
  public static let type = MessageType.apiKeyTouch

  public struct Use: Codable, Sendable, Equatable {
    public var id: UUID
    public var at: Date

    public init(id: UUID, at: Date) {
      self.id = id
      self.at = at
    }
  }

  public var uses: [Use]

  public init(uses: [Use]) { self.uses = uses }
}
