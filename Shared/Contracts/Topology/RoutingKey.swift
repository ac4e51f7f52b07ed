import Foundation

/// The routing keys of the product's direct and topic exchanges.
public enum RoutingKey {
  public static let scheduler = "scheduler"
  public static let executor = "executor"

  /// Triggers go to the queue of their endpoint.
  public static func trigger(endpoint: UUID) -> String { endpoint.lowercased }

  /// Events are routed by type and endpoint: `run.succeeded.<endpoint id>`.
  public static func event(_ type: MessageType, endpoint: UUID) -> String {
    "\(type.rawValue.dropLast(3)).\(endpoint.lowercased)"
  }
}
