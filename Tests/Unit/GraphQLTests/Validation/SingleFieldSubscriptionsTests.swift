import Testing

@testable import GraphQL

@Suite struct SingleFieldSubscriptionsTests {
  @Test(arguments: [
    "subscription { bookRemoved }",
    "subscription { ...F } fragment F on Subscription { bookRemoved }",
    "subscription { bookRemoved bookRemoved }",
    "{ extended books { id } }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(SingleFieldSubscriptions.self, text) == [])
  }

  @Test(arguments: [
    "subscription { bookRemoved bookAdded { id } }",
    "subscription { ...F } fragment F on Subscription { bookRemoved a: bookRemoved }",
    "subscription { __typename }",
    "subscription { bookRemoved ... { bookAdded { id } } }",
    "subscription { ...F } fragment F on Subscription { ...G bookRemoved } fragment G on Subscription { a: bookRemoved ...F }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(SingleFieldSubscriptions.self, text) != [])
  }
}
