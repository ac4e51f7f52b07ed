import Foundation
import JSON
import Testing

@testable import RunExecutor

@Suite struct CollectionScopeTests {
  @Test func withoutFiltersNothingIsLimited() {
    for scope in [
      CollectionScope(collection: nil, run: nil), CollectionScope(collection: [:], run: .null),
      CollectionScope(collection: ["schemas": nil], run: nil),
    ] {
      #expect(scope.filters == nil && scope.schemas == nil && !scope.isLimited)
    }
  }

  @Test func theRunOutweighsTheCollection() {
    let scope = CollectionScope(
      collection: ["kind": "table", "schemas": ["a"]], run: ["schemas": ["b", "c"], "limit": 5])
    #expect(scope.filters == ["kind": "table", "limit": 5])
    #expect(scope.schemas == ["b", "c"])
    #expect(scope.isLimited)
  }

  @Test func schemasAloneLimit() {
    let scope = CollectionScope(collection: nil, run: ["schemas": ["b"]])
    #expect(scope.filters == nil)
    #expect(scope.isLimited)
  }
}
