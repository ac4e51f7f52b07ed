import Contracts

/// What carries notices to the scheduler: messages that nobody waits for an answer to.
public protocol NoticePosting: Sendable {
  /// Returns once the broker has the notice.
  /// - Throws: when it cannot be handed over now.
  func post(_ notice: some Message, for actor: Contracts.Actor?) async throws
}
