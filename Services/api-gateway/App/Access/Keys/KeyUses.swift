import Contracts
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// Notes which keys were used and tells the scheduler now and then, one message for all of them.
final class KeyUses: Service {
  private static let interval = Duration.seconds(30)

  private let notices: any NoticePosting
  private let logger: Logger
  private let uses = Mutex<[UUID: Date]>([:])

  init(notices: any NoticePosting, logger: Logger) {
    self.notices = notices
    self.logger = logger
  }

  func note(_ id: UUID, at time: Date = Date()) { uses.withLock { $0[id] = time } }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while (try? await Task.sleep(for: Self.interval)) != nil { await self.report() }
    }
    await report()
  }

  /// Sends what was noted. What cannot be sent now is sent with the next report.
  func report() async {
    let noted = uses.withLock { uses in
      defer { uses = [:] }
      return uses
    }
    guard !noted.isEmpty else { return }
    let message = TouchAPIKeys(uses: noted.map { TouchAPIKeys.Use(id: $0.key, at: $0.value) })
    do {
      try await notices.post(message, id: .v7(), correlationID: nil, for: nil)
    } catch {
      logger.debug("Uses of keys not reported.", metadata: ["error": "\(error)"])
      uses.withLock { $0.merge(noted) { max($0, $1) } }
    }
  }
}
