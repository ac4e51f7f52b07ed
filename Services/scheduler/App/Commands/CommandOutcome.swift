import Contracts

/// What became of a command, as the metrics tell it.
enum CommandOutcome: String, Sendable, CaseIterable {
  case done, refused, unavailable

  init(_ reply: CommandReply) {
    switch reply {
    case .done: self = .done
    case .refused: self = .refused
    case .unavailable: self = .unavailable
    }
  }
}
