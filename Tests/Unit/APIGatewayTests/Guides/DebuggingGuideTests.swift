import Foundation
import GraphQL
import JSON
import TestSupport
import Testing

@testable import APIGateway

/// What docs/debugging.md tells people to type exists.
@Suite struct DebuggingGuideTests {
  private let page: String

  init() throws {
    page = try String(
      contentsOf: ConformanceProgram.root.appending(path: "docs/debugging.md"), encoding: .utf8)
  }

  private func blocks(_ language: String) -> [String] {
    page.components(separatedBy: "```\(language)\n").dropFirst().map {
      $0.components(separatedBy: "\n```")[0]
    }
  }

  @Test func everyDocumentIsValid() throws {
    let engine = GraphQLEngine(
      try ExecutableSchema(schema: GatewaySchema.load(), resolvers: GatewayResolvers.guarded))
    let documents = blocks("graphql")
    #expect(documents.count >= 5)
    for document in documents {
      #expect(throws: Never.self, "\(document)") {
        _ = try engine.prepare(GraphQLRequest(query: document))
      }
    }
  }

  @Test func everyTargetAndFileIsThere() throws {
    let makefile = try String(
      contentsOf: ConformanceProgram.root.appending(path: "Makefile"), encoding: .utf8)
    let targets = page.matches(of: /(?:`|\n)make ([a-z-]+)/).map { String($0.1) }
    #expect(targets.contains("replay") && targets.contains("up"))
    for target in Set(targets) { #expect(makefile.contains("\n\(target): ## "), "make \(target)") }
    let paths = page.matches(of: /`((?:Services|Shared|dev)\/[^` ]+)`/).map { String($0.1) }
    #expect(!paths.isEmpty)
    for path in paths {
      let url = ConformanceProgram.root.appending(path: path)
      #expect(FileManager.default.fileExists(atPath: url.path), "\(path)")
    }
  }

  @Test func theBundleHasThePartsThatThePageNames() throws {
    let parts = [
      "run", "transitions", "activities", "logs", "messages", "endpoint", "collection", "settings",
      "processes",
      "health",
    ]
    for part in parts { #expect(page.contains("`\(part)`"), "\(part)") }
  }
}
