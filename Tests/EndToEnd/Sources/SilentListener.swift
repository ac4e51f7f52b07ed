import Foundation

/// A source that takes connections and never says a word: the kernel accepts them into a queue nobody reads.
final class SilentListener: Sendable {
  let port: Int
  private let descriptor: Int32

  init() throws {
    (descriptor, port) = try Self.bound()
    guard listen(descriptor, 1_024) == 0 else { throw PlatformError("cannot listen: \(errno)") }
  }

  deinit { close(descriptor) }

  /// A port of this machine nobody listens on.
  static func closedPort() throws -> Int {
    let (descriptor, port) = try bound()
    close(descriptor)
    return port
  }

  /// A socket bound to a free port.
  static func bound() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard descriptor >= 0, isBound else { throw PlatformError("cannot bind: \(errno)") }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }
}
