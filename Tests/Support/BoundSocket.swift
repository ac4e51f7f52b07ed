import Foundation

/// A socket with a port of `127.0.0.1` to itself, for as long as it is held.
///
/// Until somebody listens on it, connections to the port are refused. A port that was merely free a moment ago proves
/// nothing of the kind: another test may be given it.
public final class BoundSocket: Sendable {
  public let port: Int
  public let descriptor: OwnedDescriptor

  /// - Throws: `POSIXError` where the system has no port left.
  public init() throws {
    descriptor = OwnedDescriptor(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    let number = descriptor.number
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, length) == 0 && getsockname(number, $0, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  /// Takes connections from now on, into a queue of the kernel's.
  /// - Throws: `POSIXError`.
  public func listen(backlog: Int32) throws {
    guard Foundation.listen(descriptor.number, backlog) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EINVAL)
    }
  }
}
