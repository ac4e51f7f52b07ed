import Foundation
import GraphQL
import TestSupport
import Testing

@testable import APIGateway

/// What the pages for operators tell people to send has to be valid (C8).
@Suite struct OperatorDocumentTests {
  /// The GraphQL documents in the pages: each block holds one or more, told apart by what begins a line.
  private static func documents() throws -> [(page: String, text: String)] {
    let folder = ConformanceProgram.root.appending(path: "docs/operations")
    let pages = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "md" }
    return try pages.flatMap { page in
      try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```graphql\n").dropFirst()
        .compactMap { $0.components(separatedBy: "\n```").first }
        .flatMap { $0.split(separator: "\n") }
        .filter { $0.hasPrefix("{") || $0.hasPrefix("mutation") || $0.hasPrefix("subscription") }
        .map { (page.lastPathComponent, String($0)) }
    }
  }

  @Test func everyDocumentForOperatorsIsValid() throws {
    let documents = try Self.documents()
    #expect(documents.count >= 10)
    let validator = Validator(schema: try GatewaySchema.load())
    for (page, text) in documents {
      let errors = try validator.validate(AST.Document(parsing: text))
      #expect(errors.isEmpty, "\(page): \(text)")
    }
  }
}
