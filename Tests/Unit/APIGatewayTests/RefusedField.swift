import Contracts

/// The field that a refusal of the body names; nil when it is not refused for its input.
func refusedField<Result>(_ body: () throws -> Result) -> String? {
  do {
    _ = try body()
    return nil
  } catch {
    guard let refusal = error as? Refusal, refusal.code == .invalidInput else { return nil }
    return refusal.field
  }
}
