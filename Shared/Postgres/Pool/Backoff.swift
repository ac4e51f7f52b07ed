/// Growing pauses between attempts, each random between its half and its whole.
struct Backoff {
  private let first: Duration
  private let longest: Duration
  private var next: Duration

  init(first: Duration, longest: Duration) {
    self.first = first
    self.longest = longest
    next = first
  }

  mutating func pause(using generator: inout some RandomNumberGenerator) -> Duration {
    defer { next = min(next * 2, longest) }
    return next * Double.random(in: 0.5...1, using: &generator)
  }

  mutating func reset() { next = first }
}
