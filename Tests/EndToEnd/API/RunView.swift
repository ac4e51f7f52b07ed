import JSON

/// A run as the API shows it.
struct RunView: Sendable {
  static let fields = """
    id status attempt error errorCode executor endpointId collectionId stats requestedAt startedAt completedAt
    transitions { from to at attempt executor reason } activities { name attempt outcome error }
    """
  static let terminal: Set<String> = ["SUCCEEDED", "FAILED", "SKIPPED"]

  let json: JSONValue

  var id: String { json["id"]?.stringValue ?? "" }
  var status: String { json["status"]?.stringValue ?? "" }
  var isEnded: Bool { Self.terminal.contains(status) }
  var attempt: Int64 { json["attempt"]?.intValue ?? -1 }
  var errorCode: String? { json["errorCode"]?.stringValue }
  var error: String? { json["error"]?.stringValue }
  var executor: String? { json["executor"]?.stringValue }
  var datasets: Int64? { json["stats"]?["datasets"]?.intValue }
  var transitions: [JSONValue] { json["transitions"]?.arrayValue ?? [] }
  var activities: [JSONValue] { json["activities"]?.arrayValue ?? [] }
  /// The states it went through.
  var states: [String] { transitions.compactMap { $0["to"]?.stringValue } }
}
