import Contracts
import Domain
import Foundation
import Sealing

/// Opens sealed credentials, which are bound to the endpoint or test they were sealed for.
struct CredentialOpening: Sendable {
  let opener: CredentialOpener

  /// - Parameter owner: the endpoint, or the test.
  /// - Throws: `E_CONFIG_INVALID` naming the field. Nothing sealed or opened is repeated.
  func open(_ sealed: [String: String], boundTo owner: UUID) throws(RunFailure) -> [String: String] {
    var opened: [String: String] = [:]
    for (field, text) in sealed {
      do {
        opened[field] = try opener.open(text, context: SealingContext(owner.lowercased, field))
      } catch {
        throw .configuration(
          "the credential \(field) cannot be opened, enter it again: \(error.description)",
          field: field)
      }
    }
    return opened
  }
}
