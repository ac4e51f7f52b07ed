/// Reads an event stream as browsers do (WHATWG HTML, 9.2.6), comments included.
public struct ServerSentEventParser: Sendable {
  public enum Item: Sendable, Hashable {
    case event(ServerSentEventView)
    case comment(String)
  }

  private var line: [UInt8] = []
  private var event = ServerSentEventView(id: nil, name: "message", data: "")
  private var data: [String] = []

  public init() {}

  /// Takes in further bytes.
  /// - Returns: what is complete with them.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Item] {
    var items: [Item] = []
    for byte in bytes {
      guard byte == UInt8(ascii: "\n") else {
        line.append(byte)
        continue
      }
      if let item = take(String(decoding: line, as: UTF8.self)) { items.append(item) }
      line = []
    }
    return items
  }

  private mutating func take(_ line: String) -> Item? {
    if line.isEmpty {
      defer {
        event = ServerSentEventView(id: nil, name: "message", data: "")
        data = []
      }
      guard !data.isEmpty else { return nil }
      event.data = data.joined(separator: "\n")
      return .event(event)
    }
    let name = line.prefix { $0 != ":" }
    var value = line.dropFirst(name.count + 1)
    if value.first == " " { value = value.dropFirst() }
    switch name {
    case "": return .comment(String(value))
    case "event": event.name = String(value)
    case "id": event.id = String(value)
    case "data": data.append(String(value))
    default: break
    }
    return nil
  }
}
