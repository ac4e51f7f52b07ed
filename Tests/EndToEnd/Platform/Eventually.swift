/// Asks again and again until there is an answer.
/// - Parameters:
///   - what: what is waited for, for the error.
///   - errors: whether an error of `answer` means "not yet".
/// - Throws: ``PlatformError`` when the time is over.
func eventually<Answer>(
  _ what: String, within limit: Duration = .seconds(30), every interval: Duration = .milliseconds(25),
  toleratingErrors: Bool = false, _ answer: () async throws -> Answer?
) async throws -> Answer {
  let deadline = ContinuousClock.now + limit
  var last: (any Error)?
  repeat {
    do {
      if let answer = try await answer() { return answer }
      last = nil
    } catch  where toleratingErrors {
      last = error
    }
    try await Task.sleep(for: interval)
  } while ContinuousClock.now < deadline
  throw PlatformError("not within \(limit): \(what)" + (last.map { "; last error: \($0)" } ?? ""))
}

/// Waits until the condition holds.
func eventually(
  _ what: String, within limit: Duration = .seconds(30), every interval: Duration = .milliseconds(25),
  toleratingErrors: Bool = false, isTrue condition: () async throws -> Bool
) async throws {
  try await eventually(what, within: limit, every: interval, toleratingErrors: toleratingErrors) {
    try await condition() ? () : nil
  }
}
