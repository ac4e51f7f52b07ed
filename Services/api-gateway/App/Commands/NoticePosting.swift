import Contracts
import Foundation

/// What carries notices to the scheduler: messages that nobody waits for an answer to.
public protocol NoticePosting: Sendable {
  /// Returns once the broker has the notice.
  /// - Parameter id: of the message; the same one twice has one effect.
  /// - Throws: when it cannot be handed over now.
  func post(
    _ notice: some Message, id: UUID, correlationID: String?, for actor: Contracts.Actor?
  ) async throws
}

extension NoticePosting {
  /// Posts a notice of which a copy does no harm.
  public func post(_ notice: some Message, for actor: Contracts.Actor?) async throws {
    try await post(notice, id: .v7(), correlationID: nil, for: actor)
  }
}
