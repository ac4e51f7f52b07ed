import Foundation

/// Why a command was refused: a definite answer, safe to show to the caller.
public struct Refusal: Error, Sendable, Codable, Hashable {
  public var code: ErrorCode
  /// Says what is wrong and what would be right; never holds a secret.
  public var message: String
  /// The input field at fault, as the API spells it (`input.name`).
  public var field: String?
  /// The active run, of `E_COLLECTION_IN_PROGRESS`.
  public var runID: UUID?
  /// The candidates, of `E_COLLECTION_AMBIGUOUS`.
  public var collectionIDs: [UUID]?

  public init(
    _ code: ErrorCode, _ message: String, field: String? = nil, runID: UUID? = nil,
    collectionIDs: [UUID]? = nil
  ) {
    self.code = code
    self.message = message
    self.field = field
    self.runID = runID
    self.collectionIDs = collectionIDs
  }

  /// Input that breaks a rule of the contract.
  public static func invalid(_ field: String, _ message: String) -> Refusal {
    Refusal(.invalidInput, "\(field): \(message)", field: field)
  }

  public static func endpointNotFound(_ id: UUID) -> Refusal {
    Refusal(.endpointNotFound, "no endpoint has the id \(id.lowercased)")
  }

  public static func collectionNotFound(_ id: UUID) -> Refusal {
    Refusal(.collectionNotFound, "no collection has the id \(id.lowercased)")
  }

  public static func webhookNotFound(_ id: UUID) -> Refusal {
    Refusal(.webhookNotFound, "no webhook has the id \(id.lowercased)")
  }
}
