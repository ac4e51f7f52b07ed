import Foundation

/// The routing keys of the product's direct and topic exchanges.
public enum RoutingKey {
  public static let scheduler = "scheduler"
  public static let executor = "executor"
  public static let webhook = "webhook"

  /// Triggers go to the queue of their endpoint.
  public static func trigger(endpoint: UUID) -> String { endpoint.lowercased }

  /// Events are routed by type and by what they are about, an endpoint wherever one is concerned:
  /// `run.succeeded.<endpoint id>`, `api-key.revoked.<key id>`.
  public static func event(_ type: MessageType, about id: UUID) -> String {
    "\(type.rawValue.dropLast(3)).\(id.lowercased)"
  }
}
