/// Why a message of the journal is shown without its body.
enum JournalBodyNote: Sendable, Equatable {
  case letGo
  case forAdmins
  case tooMuch
  case pending
  case unread
  case unreadable

  var words: String {
    switch self {
    case .letGo: "The journal has let the body go: it keeps as much as its limits of age and size allow."
    case .forAdmins: "Messages about keys and the audit log show their bodies to admins alone."
    case .tooMuch:
      "The bodies of these messages are larger together than what is read at once: ask for fewer."
    case .pending: "The message was sent a moment ago, and the journal does not show it yet."
    case .unread: "The journal could not be read in time."
    case .unreadable:
      "The message cannot be read: its headers are larger or deeper than those of any message may be."
    }
  }
}
