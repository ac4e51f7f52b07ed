import Domain
import GraphQL
import Storage

/// Why a message of the journal is shown without its body.
enum JournalBodyNote: Sendable, Equatable {
  case letGo
  case forAdmins

  var words: String {
    switch self {
    case .letGo: "The journal has let the body go: it keeps as much as its limits of age and size allow."
    case .forAdmins: "Messages about keys and the audit log show their bodies to admins alone."
    }
  }

  /// What is said of each of some messages.
  static func of(
    _ entries: [JournalEntry], _ info: ResolveInfo
  ) async throws -> @Sendable (JournalEntry) -> JournalBodyNote? {
    let isAdmin = try info.gateway.request.caller.role == .admin
    return { entry in
      if !isAdmin, isSensitive(entry.type) { return .forAdmins }
      return entry.isGone ? .letGo : nil
    }
  }

  /// As queries for keys and the audit log are for admins, so is what is sent about them.
  private static func isSensitive(_ type: String) -> Bool {
    type.hasPrefix("api-key.") || type.hasPrefix("audit.")
  }
}
