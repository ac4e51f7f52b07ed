import Testing

@testable import GraphQL

@Suite struct DocumentCacheTests {
  private func document(weight: Int = 1) -> PreparedDocument {
    PreparedDocument(weight: weight, operations: [])
  }

  @Test func neverHoldsMoreThanItsCapacity() {
    let cache = DocumentCache(capacity: 10, capacityInFields: 1_000)
    for index in 0..<100 {
      cache.insert(document(), for: "\(index)")
      #expect(cache.count <= 10)
      #expect(cache["\(index)"] != nil)
    }
    #expect(cache["0"] == nil)
  }

  @Test func keepsWhatIsUsed() {
    let cache = DocumentCache(capacity: 10, capacityInFields: 1_000)
    let used = document()
    cache.insert(used, for: "used")
    for index in 0..<100 {
      cache.insert(document(), for: "\(index)")
      #expect(cache["used"] === used)
    }
  }

  @Test func heavyDocumentsPushOutMoreAndTheHeaviestAreNotKept() {
    let cache = DocumentCache(capacity: 1_000, capacityInFields: 100)
    cache.insert(document(weight: 51), for: "too heavy")
    #expect(cache["too heavy"] == nil)
    for index in 0..<20 { cache.insert(document(weight: 25), for: "\(index)") }
    #expect(cache.count <= 4)
  }

  @Test func aCacheWithoutCapacityKeepsNothing() {
    let cache = DocumentCache(capacity: 0, capacityInFields: 100)
    cache.insert(document(), for: "a")
    #expect(cache.count == 0)
  }
}
