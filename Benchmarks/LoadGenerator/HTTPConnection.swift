import Foundation

/// One keep-alive connection, used by one thread.
final class HTTPConnection {
  /// The answer could not be had.
  struct Failure: Error {
    let reason: String
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []

  private static let headEnd = Array("\r\n\r\n".utf8)
  private static let lengthName = "content-length:"

  init(host: String, port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
      throw Failure(reason: "no IPv4 address: \(host)")
    }
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
    }
    guard status == 0 else {
      close(descriptor)
      throw Failure(reason: "not connected")
    }
  }

  deinit { close(descriptor) }

  /// Sends a whole request and reads the whole answer.
  func exchange(_ request: [UInt8]) throws -> HTTPAnswer {
    try send(request)
    while true {
      if let answer = takeAnswer() { return try answer.get() }
      try receive()
    }
  }

  private func send(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        Foundation.send(
          descriptor, raw.baseAddress.map { $0 + done }, raw.count - done, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure(reason: "not sent") }
      done += count
    }
  }

  private func receive() throws {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { throw Failure(reason: "closed") }
    buffer += chunk[..<count]
  }

  /// Takes an answer out of what has come; nil while it is not whole.
  private func takeAnswer() -> Result<HTTPAnswer, Failure>? {
    guard let head = buffer.firstRange(of: Self.headEnd) else { return nil }
    let lines = String(decoding: buffer[..<head.lowerBound], as: UTF8.self).lowercased().split(
      separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    let length = lines.first { $0.hasPrefix(Self.lengthName) }.flatMap {
      Int($0.dropFirst(Self.lengthName.count).trimmingCharacters(in: .whitespaces))
    }
    guard let status, let length else { return .failure(Failure(reason: "no status or length")) }
    guard buffer.count >= head.upperBound + length else { return nil }
    let body = Array(buffer[head.upperBound..<(head.upperBound + length)])
    buffer.removeFirst(head.upperBound + length)
    return .success(HTTPAnswer(status: status, body: body))
  }
}
