import Foundation
import GraphQL
import TestSupport

/// The schemas that documents of the corpus are about, by the names that `corpus.py` is told.
struct ConformanceSchemas {
  static let files = [
    "product": ConformanceProgram.root.appending(path: "Services/api-gateway/App/Schema/schema.graphql"),
    "plain": ConformanceProgram.folder.appending(path: "fixtures/plain.graphql"),
    "rich": ConformanceProgram.folder.appending(path: "fixtures/rich.graphql"),
  ]

  let schemas: [String: Schema]

  init() throws {
    schemas = try Self.files.mapValues { try Schema(sdl: try String(contentsOf: $0, encoding: .utf8)) }
  }

  static var arguments: [String] {
    files.sorted { $0.key < $1.key }.flatMap { ["--schema", "\($0.key)=\($0.value.path)"] }
  }
}
