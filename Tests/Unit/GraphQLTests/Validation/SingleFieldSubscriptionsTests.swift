import Testing

@testable import GraphQL

@Suite struct SingleFieldSubscriptionsTests {
  @Test(arguments: [
    "subscription { bookRemoved }",
    "subscription { ...F } fragment F on Subscription { bookRemoved }",
    "subscription { bookRemoved bookRemoved }",
    "subscription { bookRemoved ... on Query { extended } }",
    "subscription { bookAdded { id @skip(if: true) } }",
    "{ extended books { id } }",
  ])
  func keeps(text: String) throws {
    #expect(try RuleCheck.messages(SingleFieldSubscriptions.self, text) == [])
  }

  @Test(arguments: [
    "subscription { bookRemoved bookAdded { id } }",
    "subscription { ...F } fragment F on Subscription { bookRemoved a: bookRemoved }",
    "subscription { __typename }",
    "subscription { ... on Query { extended } }",
    "subscription { bookRemoved @skip(if: false) }",
    "subscription { ... @include(if: true) { bookRemoved } }",
    "subscription { ...F @include(if: true) } fragment F on Subscription { bookRemoved }",
    "subscription { bookRemoved ... { bookAdded { id } } }",
    "subscription { ...F } fragment F on Subscription { ...G bookRemoved } fragment G on Subscription { a: bookRemoved ...F }",
  ])
  func refuses(text: String) throws {
    #expect(try RuleCheck.messages(SingleFieldSubscriptions.self, text) != [])
  }
}
