import JSON
import OrderedCollections

/// The state of every component at one moment.
public struct HealthReport: Sendable {
  /// In the order in which they were added.
  public let components: [(name: String, state: ComponentState)]

  public var isReady: Bool { components.allSatisfy(\.state.isReady) }

  /// `{"status":"ready","components":{"database":"ready"}}`
  var json: JSONValue {
    var states = JSONObject()
    for (name, state) in components { states[name] = .string(state.text) }
    return .object(["status": .string(isReady ? "ready" : "not ready"), "components": .object(states)])
  }
}
