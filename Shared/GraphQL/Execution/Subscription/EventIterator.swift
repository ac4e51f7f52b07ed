/// Takes one event of a subscription at a time from its source.
struct EventIterator {
  private let take: (isolated (any Actor)?) async throws -> ResolvedValue?

  init(_ take: @escaping (isolated (any Actor)?) async throws -> ResolvedValue?) { self.take = take }

  /// The value of the root field for the next event; nil after the last one.
  func next(isolation: isolated (any Actor)?) async throws -> ResolvedValue? {
    try await take(isolation)
  }
}
