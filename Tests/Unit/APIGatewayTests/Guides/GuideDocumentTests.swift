import GraphQL
import OrderedCollections
import TestSupport
import Testing

@testable import APIGateway

/// What the pages tell people to send has to be valid (C8).
@Suite struct GuideDocumentTests {
  private let validator: Validator
  private let schema: Schema

  init() throws {
    schema = try GatewaySchema.load()
    validator = Validator(schema: schema)
  }

  private func expectValid(_ documents: [GuidePages.Document]) throws {
    for document in documents {
      let errors = try validator.validate(AST.Document(parsing: document.text))
      #expect(errors.isEmpty, "\(document.page): \(document.text)")
    }
  }

  @Test func everyBlockIsValid() throws {
    let documents = try GuidePages.blocks()
    #expect(
      Set(documents.map(\.page)).isSuperset(of: [
        "README.md", "dead-letters.md", "debugging.md", "operations/runbook.md", "webhooks.md",
      ]))
    #expect(documents.count >= 30)
    try expectValid(documents)
  }

  @Test func everythingThatCommandsSendIsValid() throws {
    let documents = try GuidePages.sent()
    #expect(Set(documents.map(\.page)).isSuperset(of: ["README.md", "operations/install.md"]))
    try expectValid(documents)
  }

  /// Fields, arguments and those of them that must be given.
  @Test func everyCallInRunningTextExists() throws {
    let roots = [OperationType.query, .mutation, .subscription].compactMap { schema.rootType(of: $0) }
    let calls = try GuidePages.calls()
    #expect(calls.count >= 15)
    // PromQL looks alike.
    for call in calls where call.field != "sum" {
      guard let root = roots.first(where: { $0.fields[call.field] != nil }),
        let field = root.fields[call.field]
      else {
        if call.field != "subscription" { Issue.record("\(call.page): there is no field \(call.field)") }
        continue
      }
      let place = "\(call.page): \(call.field)(\(call.arguments.joined(separator: ", ")))"
      #expect(Set(call.arguments).isSubset(of: field.arguments.keys), "\(place)")
      let required = field.arguments.values.filter(\.isRequired).map(\.name)
      if !call.arguments.isEmpty { #expect(Set(required).isSubset(of: call.arguments), "\(place)") }
      if call.arguments.isEmpty, let selection = call.selection, required.isEmpty {
        try expectValid([.init(page: call.page, text: "{ \(call.field)\(selection) }")])
      }
    }
  }
}
