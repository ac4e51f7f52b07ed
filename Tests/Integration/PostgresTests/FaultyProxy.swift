import Foundation
import Synchronization
import TestSupport

/// A TCP proxy in front of a server that misbehaves on demand. Its threads end with their connections.
final class FaultyProxy: Sendable {
  enum Behaviour: Sendable {
    case pass
    /// Passes everything until the client has sent `text`; what the server answers to that is dropped, and both
    /// sides are cut.
    case cutReply(to: String)
    /// Accepts, and never says anything.
    case hang
    /// Answers as another kind of server would.
    case greet(String)
  }

  private let behaviour: Mutex<Behaviour>
  private let target: Int
  private let listener: OwnedDescriptor

  init(port: Int, to target: Int, _ behaviour: Behaviour) throws {
    self.behaviour = Mutex(behaviour)
    self.target = target
    let listener = OwnedDescriptor(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    self.listener = listener
    var yes: Int32 = 1
    setsockopt(listener.number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    let status = Self.withAddress(port: port) { bind(listener.number, $0, $1) }
    guard status == 0, listen(listener.number, 512) == 0 else { throw POSIXError(.EADDRINUSE) }
    Thread.detachNewThread { [self] in acceptAll() }
  }

  func stop() { listener.shutDown() }

  func behave(_ behaviour: Behaviour) { self.behaviour.withLock { $0 = behaviour } }

  private static func withAddress<R>(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  private func acceptAll() {
    while true {
      let client = accept(listener.number, nil, nil)
      guard client >= 0 else { return }
      switch behaviour.withLock({ $0 }) {
      case .hang: continue
      case .greet(let text):
        _ = send(client, text, text.utf8.count, Int32(MSG_NOSIGNAL))
        shutdown(client, Int32(SHUT_WR))
      case .pass, .cutReply: relay(OwnedDescriptor(client))
      }
    }
  }

  private func relay(_ client: OwnedDescriptor) {
    let server = OwnedDescriptor(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    guard Self.withAddress(port: target, { connect(server.number, $0, $1) }) == 0 else { return }
    let isCutting = Cut()
    Thread.detachNewThread { [self] in pump(from: client, to: server, isCutting, isRequest: true) }
    Thread.detachNewThread { [self] in pump(from: server, to: client, isCutting, isRequest: false) }
  }

  private final class Cut: Sendable {
    let value = Atomic(false)
  }

  private func pump(from source: OwnedDescriptor, to sink: OwnedDescriptor, _ cut: Cut, isRequest: Bool) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(source.number, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      if isRequest {
        if case .cutReply(let text) = behaviour.withLock({ $0 }),
          String(decoding: buffer[..<count], as: UTF8.self).contains(text)
        {
          cut.value.store(true, ordering: .sequentiallyConsistent)
        }
      } else if cut.value.load(ordering: .sequentiallyConsistent) {
        break
      }
      guard send(sink.number, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
    }
    sink.shutDown()
    source.shutDown()
  }
}
