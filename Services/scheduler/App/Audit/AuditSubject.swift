import Contracts
import Foundation

/// What a command is about, as the audit log names it.
struct AuditSubject: Sendable, Equatable {
  enum Kind: String, Sendable {
    case endpoint, collection, run, backfill, message, webhook
    case apiKey = "api-key"
    case changeSet = "change-set"
    case webhookDelivery = "webhook-delivery"
    case deadLetter = "dead-letter"
  }

  var kind: Kind
  /// Nil while the object does not exist.
  var id: UUID?
  var endpointID: UUID?

  static func endpoint(_ id: UUID) -> AuditSubject {
    AuditSubject(kind: .endpoint, id: id, endpointID: id)
  }

  static func collection(_ id: UUID?, endpoint: UUID? = nil) -> AuditSubject {
    AuditSubject(kind: .collection, id: id, endpointID: endpoint)
  }

  static func run(_ id: UUID, endpoint: UUID? = nil) -> AuditSubject {
    AuditSubject(kind: .run, id: id, endpointID: endpoint)
  }

  static func backfill(_ id: UUID) -> AuditSubject { AuditSubject(kind: .backfill, id: id) }
  static func changeSet(_ id: UUID, endpoint: UUID? = nil) -> AuditSubject {
    AuditSubject(kind: .changeSet, id: id, endpointID: endpoint)
  }

  /// - Parameter id: commands may have ids of their callers' choice, which the audit log does not name.
  static func message(_ id: String, endpoint: UUID? = nil) -> AuditSubject {
    AuditSubject(kind: .message, id: UUID(uuidString: id), endpointID: endpoint)
  }

  static func webhook(_ id: UUID, endpoint: UUID? = nil) -> AuditSubject {
    AuditSubject(kind: .webhook, id: id, endpointID: endpoint)
  }

  static func webhookDelivery(_ id: UUID) -> AuditSubject {
    AuditSubject(kind: .webhookDelivery, id: id)
  }

  /// - Parameter id: nil for many at once.
  static func deadLetter(_ id: UUID?, endpoint: UUID? = nil) -> AuditSubject {
    AuditSubject(kind: .deadLetter, id: id, endpointID: endpoint)
  }

  static func apiKey(_ id: UUID) -> AuditSubject { AuditSubject(kind: .apiKey, id: id) }
}
