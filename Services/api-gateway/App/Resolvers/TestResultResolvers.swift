import Domain
import GraphQL

/// `TestResult` and `Diagnostic`
enum TestResultResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.object("TestResult", ConnectionDiagnosis.self) { type in
      type.property("ok") { $0.ok }
      type.property("diagnostics") { $0.diagnostics }
    }
    resolvers.object("Diagnostic", ConnectionDiagnosis.Diagnostic.self) { type in
      type.property("level") { $0.level.rawValue }
      type.property("code") { $0.code }
      type.property("message") { $0.message }
      type.property("hint") { $0.hint }
      type.property("field") { $0.field }
    }
  }
}
