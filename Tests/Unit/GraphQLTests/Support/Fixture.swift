import Foundation
import Testing

/// The documents beside the tests.
enum Fixture {
  static func text(_ name: String) throws -> String {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "graphql", subdirectory: "Fixtures"))
    return try String(contentsOf: url, encoding: .utf8)
  }
}
