import Foundation
import TestSupport
import Testing

/// The pages that people read, and the GraphQL in them.
enum GuidePages {
  /// A piece of GraphQL and the page it is from.
  struct Document {
    let page: String
    let text: String
  }

  /// README and everything below docs that is written by hand; the reference is made from the schema itself.
  static func texts() throws -> [(page: String, text: String)] {
    let root = ConformanceProgram.root
    let docs = root.appending(path: "docs")
    let names = try #require(FileManager.default.enumerator(atPath: docs.path)).compactMap { $0 as? String }
    let pages = names.filter { $0.hasSuffix(".md") && $0 != "graphql.md" }.sorted()
    return try
      ([("README.md", root.appending(path: "README.md"))] + pages.map { ($0, docs.appending(path: $0)) })
      .map { ($0, try String(contentsOf: $1, encoding: .utf8)) }
  }

  /// What blocks of GraphQL hold, one or more documents each: a new one begins where a line begins with a brace or with
  /// the word for an operation.
  static func blocks() throws -> [Document] {
    try texts().flatMap { page, text in
      text.components(separatedBy: "```graphql\n").dropFirst().flatMap { part in
        let lines = part.components(separatedBy: "\n```")[0].split(separator: "\n").filter {
          !$0.hasPrefix("#")
        }
        var documents: [String] = []
        for line in lines {
          if line.firstMatch(of: /^(\{|query|mutation|subscription)/) != nil || documents.isEmpty {
            documents.append(String(line))
          } else {
            documents[documents.count - 1] += "\n" + line
          }
        }
        return documents.map { Document(page: page, text: $0) }
      }
    }
  }

  /// What commands send, `{"query": "…"}`, unless the page leaves it to the reader.
  static func sent() throws -> [Document] {
    try texts().flatMap { page, text in
      text.matches(of: /"query": ?"((?:[^"\\]|\\.)*)"/).map {
        Document(page: page, text: String($0.1).replacing("\\\"", with: "\""))
      }.filter { $0.text != "…" }
    }
  }

  /// Calls in running text: `name(argument: value) { … }`, `name { … }`. Arguments may go without their values.
  static func calls() throws -> [(page: String, field: String, arguments: [String], selection: String?)] {
    try texts().flatMap { page, text in
      // In blocks a backtick means something else.
      text.components(separatedBy: "```").enumerated().filter { $0.offset.isMultiple(of: 2) }.flatMap {
        _, prose in
        prose.matches(of: /`([a-z][A-Za-z]*)(?:\(([^`]*)\))?( \{[^`]*\})?`/)
          .filter { $0.2 != nil || $0.3 != nil }
          .map { match in
            let arguments = (match.2 ?? "").split(separator: ",").map {
              $0.prefix { $0 != ":" }.trimmingCharacters(in: .whitespaces)
            }
            return (page, String(match.1), arguments, match.3.map { String($0) })
          }
      }
    }
  }
}
