import Contracts
import Logging
import Postgres
import ServiceRuntime
import Storage

/// Notes the uses of keys. No command log: a note that comes twice changes nothing, and one that cannot be made now
/// is let go, since the next use makes up for it.
struct TouchAPIKeysNote: Sendable {
  let database: PostgresPool
  let logger: Logger

  func make(_ touch: TouchAPIKeys) async -> CommandAnswer {
    do {
      try await APIKeyStore.touch(touch.uses.map { ($0.id, $0.at) }, in: database)
      return .sent(.done)
    } catch {
      logger.debug("Uses of keys not noted.", metadata: [LogKey.error: "\(error)"])
      return .sent(.unavailable)
    }
  }
}
