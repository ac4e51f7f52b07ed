import Contracts
import Domain

/// The kinds of endpoint that this platform offers.
struct EndpointTemplates: Sendable {
  let all: [EndpointTemplate]

  init(_ all: [EndpointTemplate]) { self.all = all }

  /// - Parameter field: where the name was given, for the error.
  /// - Throws: ``Refusal`` for a name that is none of them.
  func template(named name: String, field: String) throws(Refusal) -> EndpointTemplate {
    guard let template = all.first(where: { $0.kind.rawValue == name }) else {
      let known = all.map(\.kind.rawValue).joined(separator: ", ")
      throw .invalid(field, "names no template; known are \(known)")
    }
    return template
  }
}
