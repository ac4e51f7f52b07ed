import Testing

@testable import GraphQL

@Suite struct SpecifiedRulesTests {
  @Test func everyRuleOfTheSpecificationIsApplied() {
    #expect(specifiedRules.count == 27)
    #expect(Set(specifiedRules.map { "\($0)" }).count == 27)
  }

  @Test func theNumberOfErrorsIsBounded() throws {
    let text = "{ " + String(repeating: "nope ", count: 2_000) + "}"
    #expect(try Library.messages(text).count == ValidationContext.maximumErrors)
  }
}
