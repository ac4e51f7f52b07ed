import Foundation
import TestSupport

/// Speaks enough of PostgreSQL's protocol to ask for the password, and then repeats it in its error.
final class EchoingDatabase: Sendable {
  let port: Int
  private let listener: OwnedDescriptor

  init() throws {
    let socket = try BoundSocket()
    let listener = socket.descriptor
    self.listener = listener
    port = socket.port
    try socket.listen(backlog: 64)
    // Ends when the listener is shut down.
    Thread.detachNewThread {
      while true {
        let client = accept(listener.number, nil, nil)
        guard client >= 0 else { return }
        Self.serve(client)
        close(client)
      }
    }
  }

  deinit { listener.shutDown() }

  private static let sslRequest = 80_877_103
  private static let gssRequest = 80_877_104

  private static func serve(_ client: Int32) {
    while let packet = readPacket(client) {
      let code = number(packet.prefix(4))
      if code == sslRequest || code == gssRequest {
        send(client, [UInt8(ascii: "N")])
        continue
      }
      // Authentication request 3: the password in the clear.
      send(client, [UInt8(ascii: "R"), 0, 0, 0, 8, 0, 0, 0, 3])
      guard read(client, 1) != nil, let answer = readPacket(client) else { return }
      let password = String(decoding: answer.prefix { $0 != 0 }, as: UTF8.self)
      let text = "the password \"\(password)\" is wrong, see postgresql://u:\(password)@h/"
      var body: [UInt8] = []
      for field in ["SFATAL", "VFATAL", "C28P01", "M\(text)", ""] { body += Array(field.utf8) + [0] }
      send(client, [UInt8(ascii: "E")] + length(body.count + 4) + body)
      return
    }
  }

  private static func length(_ count: Int) -> [UInt8] {
    [24, 16, 8, 0].map { shift in UInt8(truncatingIfNeeded: count >> shift) }
  }

  /// In network order.
  private static func number(_ bytes: some Sequence<UInt8>) -> Int {
    var number = 0
    for byte in bytes { number = number << 8 | Int(byte) }
    return number
  }

  /// A packet without its length.
  private static func readPacket(_ client: Int32) -> [UInt8]? {
    guard let head = read(client, 4) else { return nil }
    let count = number(head)
    guard 4...65_536 ~= count else { return nil }
    return read(client, count - 4)
  }

  private static func read(_ client: Int32, _ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let part = bytes.withUnsafeMutableBytes {
        recv(client, $0.baseAddress.map { $0 + done }, count - done, 0)
      }
      guard part > 0 else { return nil }
      done += part
    }
    return bytes
  }

  private static func send(_ client: Int32, _ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { Foundation.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }
}
