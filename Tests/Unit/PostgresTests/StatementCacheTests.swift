import Testing

@testable import Postgres

@Suite struct StatementCacheTests {
  @Test func theSecondUsePrepares() {
    var cache = StatementCache(capacity: 2)
    #expect(cache.plan(for: "a", types: []) == .unprepared)
    #expect(cache.plan(for: "a", types: []) == .prepare(name: "s1", evicted: nil))
    #expect(cache.plan(for: "a", types: []) == .prepared(name: "s1"))
  }

  @Test func otherTypesAreAnotherStatement() {
    var cache = StatementCache(capacity: 2)
    _ = cache.plan(for: "a", types: [20])
    _ = cache.plan(for: "a", types: [20])
    #expect(cache.plan(for: "a", types: [25]) == .unprepared)
    #expect(cache.plan(for: "a", types: [20]) == .prepared(name: "s1"))
  }

  @Test func theLeastRecentlyUsedGoesAndIsFreed() {
    var cache = StatementCache(capacity: 2)
    for text in ["a", "a", "b", "b", "a"] { _ = cache.plan(for: text, types: []) }
    #expect(cache.plan(for: "c", types: []) == .unprepared)
    #expect(cache.plan(for: "a", types: []) == .prepared(name: "s1"))
    #expect(cache.plan(for: "c", types: []) == .prepare(name: "s3", evicted: "s2"))
    #expect(cache.plan(for: "b", types: []) == .unprepared)
  }

  @Test func failedPreparationsAreForgotten() {
    var cache = StatementCache(capacity: 2)
    _ = cache.plan(for: "a", types: [])
    _ = cache.plan(for: "a", types: [])
    cache.preparationFailed("a")
    #expect(cache.plan(for: "a", types: []) == .unprepared)
    #expect(cache.plan(for: "a", types: []) == .prepare(name: "s2", evicted: nil))
  }

  @Test func withoutCapacityNothingIsPrepared() {
    var cache = StatementCache(capacity: 0)
    for _ in 0..<3 { #expect(cache.plan(for: "a", types: []) == .unprepared) }
  }
}
