import Contracts
import Foundation
import JSON

/// A message that nobody could work with, as it was filed.
public struct DeadLetter: Sendable, Equatable, Identifiable {
  /// What was decided about it.
  public enum Status: String, Sendable, Codable, CaseIterable {
    case waiting = "WAITING"
    case redriven = "REDRIVEN"
    case discarded = "DISCARDED"
  }

  public var id: UUID
  /// When it was filed.
  public var at: Date
  /// The queue it came from; of what is said to many at once, the exchange.
  public var queue: String
  public var reason: DeadLetterReason
  /// The reason in words.
  public var words: String
  public var messageID: String?
  public var type: String?
  public var runID: UUID?
  public var endpointID: UUID?
  public var correlationID: String?
  public var causationID: String?
  public var appID: String?
  /// Where it goes when it is sent again; nil where nothing says so.
  public var exchange: String?
  public var routingKey: String?
  public var headers: JSONValue
  public var body: DeadLetterBody
  /// Whether it is a command that had been answered when it was filed.
  public var wasAnswered = false
  public var status: Status
  public var decidedAt: Date?
  public var decidedBy: String?
  public var note: String?
  /// The id of the message that was sent in its place.
  public var redrivenAs: UUID?
}
