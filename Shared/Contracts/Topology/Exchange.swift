/// The exchanges of the product. All are durable.
public enum Exchange: String, Sendable, CaseIterable {
  case commands = "nucleus.commands"
  case triggers = "nucleus.triggers"
  case requests = "nucleus.requests"
  case replies = "nucleus.replies"
  case events = "nucleus.events"
  case control = "nucleus.control"
  case dead = "nucleus.dead"

  public enum Kind: String, Sendable { case direct, topic, fanout }

  public var kind: Kind {
    switch self {
    case .commands, .triggers, .requests, .replies: .direct
    case .events: .topic
    case .control, .dead: .fanout
    }
  }
}
