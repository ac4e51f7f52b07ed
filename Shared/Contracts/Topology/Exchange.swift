/// The exchanges of the product. All are durable.
public enum Exchange: String, Sendable, CaseIterable {
  case commands = "nucleus.commands"
  case triggers = "nucleus.triggers"
  case requests = "nucleus.requests"
  case replies = "nucleus.replies"
  case events = "nucleus.events"
  case control = "nucleus.control"
  case dead = "nucleus.dead"
  case journal = "nucleus.journal"

  public enum Kind: String, Sendable { case direct, topic, fanout }

  /// How the journal gets what is sent to an exchange.
  public enum JournalWay: Sendable {
    /// Its stream is bound to the exchange.
    case bound
    /// The relay sends a copy, of dead letters whoever files them: a message that has to reach its own queue must not
    /// count as routed because the journal has taken it.
    case copied
    /// Not at all: answers may hold what is shown once, and control messages are worth nothing a moment later.
    case none
  }

  public var journalWay: JournalWay {
    switch self {
    case .commands, .events: .bound
    case .triggers, .requests, .dead: .copied
    case .replies, .control, .journal: .none
    }
  }

  public var kind: Kind {
    switch self {
    case .commands, .triggers, .requests, .replies: .direct
    case .events: .topic
    case .control, .dead, .journal: .fanout
    }
  }
}
