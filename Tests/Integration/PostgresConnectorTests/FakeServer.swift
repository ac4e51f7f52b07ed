import Foundation
import Synchronization
import TestSupport

/// Something that listens on a port of the loopback and is no PostgreSQL.
final class FakeServer: Sendable {
  enum Behaviour: Sendable {
    /// Accepts, and never says a word.
    case silent
    case closes
    /// Waits for the first bytes and answers with these.
    case answers(String)
  }

  let port: Int
  private let listener: OwnedDescriptor
  private let accepted = Atomic<Int>(0)

  /// How many connections there were.
  var connections: Int { accepted.load(ordering: .acquiring) }

  init(port: Int, _ behaviour: Behaviour) throws {
    self.port = port
    let listener = OwnedDescriptor(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    self.listener = listener
    var yes: Int32 = 1
    setsockopt(listener.number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener.number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard listener.number >= 0, status == 0, listen(listener.number, 16) == 0 else {
      throw POSIXError(.EADDRINUSE)
    }
    Thread.detachNewThread { [weak self] in
      var held: [Int32] = []
      while true {
        let client = accept(listener.number, nil, nil)
        guard client >= 0 else { break }
        self?.accepted.wrappingAdd(1, ordering: .releasing)
        switch behaviour {
        case .silent: held.append(client)
        case .closes: close(client)
        case .answers(let text):
          var buffer = [UInt8](repeating: 0, count: 1_024)
          _ = recv(client, &buffer, buffer.count, 0)
          Self.send(text, to: client)
          held.append(client)
        }
      }
      for client in held { close(client) }
    }
  }

  private static func send(_ text: String, to client: Int32) {
    _ = Array(text.utf8).withUnsafeBytes {
      Foundation.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
  }

  func stop() { listener.shutDown() }
}
