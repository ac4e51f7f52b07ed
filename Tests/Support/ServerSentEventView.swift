import JSON

/// One event of a stream as its client sees it.
public struct ServerSentEventView: Sendable, Hashable {
  public var id: String?
  public var name: String
  public var data: String

  public init(id: String?, name: String, data: String) {
    self.id = id
    self.name = name
    self.data = data
  }

  /// Null where the data are no JSON.
  public var json: JSONValue { (try? JSONValue(parsing: data)) ?? .null }
}
