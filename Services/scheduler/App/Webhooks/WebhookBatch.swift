/// How much is planned in one transaction: less after each failure, so that a batch that is too large for the time of a
/// statement is not tried for ever, and more again after each success.
struct WebhookBatch: Sendable, Equatable {
  private static let mostRuns = 500
  private static let noticesOfRun = 10

  private(set) var runs = mostRuns

  /// The most deliveries to make; a single run may have more.
  var notices: Int { runs * Self.noticesOfRun }

  mutating func noteSuccess() { runs = min(Self.mostRuns, runs * 2) }

  mutating func noteFailure() { runs = max(1, runs / 2) }
}
