import Domain
import Testing

@Suite struct StalenessRuleTests {
  @Test(
    arguments: [
      // Half may go, more may not.
      (0.5, 0, 10, 10, false), (0.5, 5, 10, 5, false), (0.5, 6, 10, 4, true), (0.5, 3, 4, 1, true),
      // One alone says nothing, unless nothing at all was found.
      (0.5, 1, 1, 1, false), (0.5, 1, 1, 0, true), (0.5, 1, 2, 1, false), (0.5, 2, 2, 2, true),
      // What is found in place of the missing does not make them fewer.
      (0.5, 6, 10, 1_000, true),
      (0.0, 1, 1_000, 999, true), (0.0, 0, 5, 5, false), (0.2, 2, 10, 8, false), (0.2, 3, 10, 7, true),
      // One is a standing yes.
      (1.0, 10, 10, 3, false), (1.0, 10, 10, 0, false),
    ] as [(Double, Int, Int, Int, Bool)])
  func asksWhenTooManyAreMissing(threshold: Double, missing: Int, live: Int, found: Int, asks: Bool) {
    let rule = StalenessRule(threshold: threshold)
    #expect(rule.needsConfirmation(missing: missing, live: live, found: found) == asks)
  }
}
