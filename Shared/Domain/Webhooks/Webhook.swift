import Foundation

/// Where somebody wants to be told how runs end. The secret that signs what is sent is kept elsewhere, sealed.
public struct Webhook: Sendable, Codable, Equatable {
  public var id: UUID
  /// For people; need not be unique.
  public var name: String
  /// `http` or `https`. Never holds credentials.
  public var url: String
  /// At least one.
  public var outcomes: [RunOutcome]
  /// Nil: runs of every kind.
  public var kinds: [RunKind]?
  /// Nil: runs of all endpoints.
  public var endpointID: UUID?
  /// Nil: runs of all collections, and those that belong to none.
  public var collectionID: UUID?
  /// A disabled one is told nothing, and what waited for it is discarded.
  public var isEnabled: Bool
  public var createdAt: Date
  public var updatedAt: Date
  public var deletedAt: Date?
  /// How often in a row everything that was tried failed.
  public var failures: Int
  /// Nothing is tried before; nil: nothing holds it up.
  public var resumeAt: Date?

  public init(
    id: UUID, name: String, url: String, outcomes: [RunOutcome], kinds: [RunKind]? = nil,
    endpointID: UUID? = nil, collectionID: UUID? = nil, isEnabled: Bool = true, createdAt: Date,
    updatedAt: Date, deletedAt: Date? = nil, failures: Int = 0, resumeAt: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.url = url
    self.outcomes = outcomes
    self.kinds = kinds
    self.endpointID = endpointID
    self.collectionID = collectionID
    self.isEnabled = isEnabled
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.deletedAt = deletedAt
    self.failures = failures
    self.resumeAt = resumeAt
  }

  /// The most webhooks that may live at once: each costs every ended run a glance.
  public static let maximumCount = 1_000
}
