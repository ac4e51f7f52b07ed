import Domain

/// The changes of the runs that somebody has subscribed to. To be read once.
///
/// The next change is decided when it is asked for: who is slow gets the latest state of each run and not what
/// was before it.
struct RunChanges: AsyncSequence, Sendable {
  let subscription: RunSubscription

  struct AsyncIterator: AsyncIteratorProtocol {
    let subscription: RunSubscription

    mutating func next() async throws -> Run? { try await subscription.next() }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(subscription: subscription) }
}
