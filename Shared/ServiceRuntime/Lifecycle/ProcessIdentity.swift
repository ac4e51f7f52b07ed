import Glibc

/// Which process this is, in logs, runs and connections.
public struct ProcessIdentity: Sendable, Hashable {
  /// The executable, `run-executor`.
  public let service: String
  /// The name among its kind, `run-executor-1`.
  public let instance: String
  /// The machine's name.
  public let host: String

  public init(service: String, instance: String? = nil, host: String = ProcessIdentity.localHost()) {
    self.service = service
    self.instance = instance ?? service
    self.host = host
  }

  /// `run-executor-1@host`.
  public var label: String { "\(instance)@\(host)" }

  /// The name of this machine, `localhost` where it has none.
  public static func localHost() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    let name = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return name.isEmpty ? "localhost" : name
  }
}
