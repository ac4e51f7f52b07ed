import Contracts
import Postgres

/// Which of the dead letters that match a filter are meant.
public enum DeadLetterSelection: Sendable, Equatable {
  case all
  /// Those that can be sent again.
  /// - Parameter longestBody: bytes of a body that are stored; longer ones are not whole.
  case redrivable(longestBody: Int)
  /// Those that cannot.
  case stuck(longestBody: Int)

  /// On the alias `d` of dead letters: by it one statement finds what can be done among however many that cannot.
  var condition: SQL {
    switch self {
    case .all: "true"
    case .redrivable(let longestBody): Self.redrivable(longestBody)
    case .stuck(let longestBody): "(\(Self.redrivable(longestBody))) is not true"
    }
  }

  private static func redrivable(_ longestBody: Int) -> SQL {
    """
    d.exchange = any(\(Exchange.allCases.map(\.rawValue))) and d.body_size <= \(Int64(longestBody))
      and case d.exchange
        when \(Exchange.commands.rawValue) then not d.was_answered and not exists (
          select from nucleus.command_log c where c.command_id = d.message_id and c.reply is not null)
        when \(Exchange.triggers.rawValue) then lower(d.routing_key) in (
          select e.id::text from nucleus.endpoint e where e.deleted_at is null)
        else true end
    """
  }
}
