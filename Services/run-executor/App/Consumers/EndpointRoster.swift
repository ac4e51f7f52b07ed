import Domain
import Foundation

/// The live endpoints as far as this process knows, and what has to follow when that changes.
struct EndpointRoster: Sendable {
  enum Change: Sendable, Equatable {
    /// Begin to consume its queue.
    case appeared(UUID, EndpointLimits)
    case limitsChanged(UUID, EndpointLimits)
    /// Stop consuming its queue.
    case vanished(UUID)
  }

  private var limits: [UUID: EndpointLimits] = [:]

  var count: Int { limits.count }

  /// Takes in a reading of all live endpoints.
  mutating func replace(with current: [UUID: EndpointLimits]) -> [Change] {
    update(Array(Set(limits.keys).union(current.keys)), with: current)
  }

  /// Takes in a reading of some endpoints.
  /// - Parameter current: those of the asked ones that live.
  mutating func update(_ asked: [UUID], with current: [UUID: EndpointLimits]) -> [Change] {
    asked.compactMap { id in
      let former = limits[id]
      let new = current[id]
      limits[id] = new
      return switch (former, new) {
      case (nil, let new?): .appeared(id, new)
      case (_?, nil): .vanished(id)
      case (let former?, let new?) where former != new: .limitsChanged(id, new)
      default: nil
      }
    }
  }
}
