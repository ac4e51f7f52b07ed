import ArgumentParser
import Foundation

/// The id of a run, as an argument.
struct ReplayRunID: ExpressibleByArgument {
  let id: UUID

  init?(argument: String) {
    guard let id = UUID(uuidString: argument) else { return nil }
    self.id = id
  }
}
