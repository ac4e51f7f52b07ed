import Contracts
import Foundation

/// What a run is for, as the unique index on active runs spells it.
enum RunSubject {
  static func collection(_ id: UUID) -> String { "collection:\(id.lowercased)" }
}
