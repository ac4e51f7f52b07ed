import Glibc

/// Publishes messages that no proper client would write, with confirms, over a socket of its own.
///
/// Its calls block for as long as the broker on the same machine needs.
public final class RawPublisher {
  /// The broker has closed the channel or the connection, or is not there.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private static let frameMax = 131_072
  private static let frameEnd: UInt8 = 0xCE

  private let socket: Int32
  private var input: [UInt8] = []
  /// The numbers of messages that are not confirmed.
  private var open: Set<UInt64> = []
  private var last: UInt64 = 0

  public init(port: Int, virtualHost: String, username: String, password: String) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
    }
    guard connected == 0 else { throw Failure(description: "no broker on port \(port)") }
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    try write(Array("AMQP".utf8) + [0, 0, 9, 1])
    try expect(10, 10)
    let login = [0] + Array(username.utf8) + [0] + Array(password.utf8)
    try send(
      method: 10, 11,
      RawBytes.table([]) + RawBytes.short("PLAIN") + RawBytes.long(login) + RawBytes.short("en_US"), on: 0)
    try expect(10, 30)
    try send(
      method: 10, 31,
      RawBytes.integer(UInt16(16)) + RawBytes.integer(UInt32(Self.frameMax)) + RawBytes.integer(UInt16(0)),
      on: 0)
    try send(method: 10, 40, RawBytes.short(virtualHost) + RawBytes.short("") + [0], on: 0)
    try expect(10, 41)
    try send(method: 20, 10, RawBytes.short(""))
    try expect(20, 11)
    try send(method: 85, 10, [0])
    try expect(85, 11)
  }

  deinit { close(socket) }

  /// Returns when the broker has confirmed the message.
  /// - Throws: ``Failure`` with the broker's words when it closes the channel instead.
  public func publish(_ message: RawMessage, exchange: String, routingKey: String) throws {
    try send(message, exchange: exchange, routingKey: routingKey)
    try waitForConfirms()
  }

  /// Writes the message and returns.
  public func send(_ message: RawMessage, exchange: String, routingKey: String) throws {
    try send(
      method: 60, 40,
      RawBytes.integer(UInt16(0)) + RawBytes.short(exchange) + RawBytes.short(routingKey) + [0])
    try write(frame(2, message.header))
    var rest = message.body[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.frameMax - 8)
      rest = rest.dropFirst(part.count)
      try write(frame(3, Array(part)))
    }
    last += 1
    open.insert(last)
  }

  /// Returns when the broker has confirmed all messages.
  /// - Throws: ``Failure`` with the broker's words when it closes the channel instead.
  public func waitForConfirms() throws {
    while !open.isEmpty {
      let answer = try expect(60, 80)
      let tag = answer[4..<12].reduce(0) { $0 << 8 | UInt64($1) }
      let isMultiple = answer[12] & 1 == 1
      open = open.filter { isMultiple ? $0 > tag : $0 != tag }
    }
  }

  // MARK: Frames

  private func frame(_ type: UInt8, _ payload: [UInt8], on channel: UInt16 = 1) -> [UInt8] {
    [type] + RawBytes.integer(channel) + RawBytes.long(payload) + [Self.frameEnd]
  }

  private func send(
    method class: UInt16, _ method: UInt16, _ arguments: [UInt8], on channel: UInt16 = 1
  ) throws {
    try write(
      frame(1, RawBytes.integer(`class`) + RawBytes.integer(method) + arguments, on: channel))
  }

  /// - Returns: the payload of the method frame.
  @discardableResult
  private func expect(_ class: UInt16, _ method: UInt16) throws -> [UInt8] {
    while true {
      let header = try read(7)
      let size = header[3..<7].reduce(0) { $0 << 8 | Int($1) }
      let payload = try read(size + 1).dropLast()
      guard header[0] == 1 else { continue }
      let (found, number) = (
        UInt16(payload[0]) << 8 | UInt16(payload[1]), UInt16(payload[2]) << 8 | UInt16(payload[3])
      )
      if (found, number) == (`class`, method) { return Array(payload) }
      // The broker says why it closes the channel or the connection.
      if (found, number) == (20, 40) || (found, number) == (10, 50) {
        throw Failure(description: String(decoding: payload.dropFirst(7), as: UTF8.self))
      }
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw Failure(description: "the broker takes nothing") }
      rest = rest.dropFirst(count)
    }
  }

  private func read(_ count: Int) throws -> [UInt8] {
    while input.count < count {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let received = recv(socket, &buffer, buffer.count, 0)
      guard received > 0 else { throw Failure(description: "the broker has hung up or says nothing") }
      input += buffer.prefix(received)
    }
    defer { input.removeFirst(count) }
    return Array(input.prefix(count))
  }
}
