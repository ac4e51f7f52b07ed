import ThreadActor

extension BrokerConnection {
  func send(_ method: OutboundMethod, on channel: UInt16) {
    guard isUp else { return }
    write { handle throws(AMQPError) in try handle.send(method, on: channel) }
  }

  /// Whether one more frame can be written without blocking.
  func hasRoom() -> Bool {
    guard isUp, let handle else { return false }
    if bytesSinceCheck < Self.bytesPerCheck { return true }
    guard handle.isWritable else { return false }
    bytesSinceCheck = 0
    return true
  }

  /// ``Event/writable`` comes once when ``hasRoom()`` may be true again.
  func waitUntilWritable() {
    guard isUp, let handle else { return }
    thread.watch(handle.descriptor, for: [.read, .write]) { [weak self] in
      guard let self, let handle = self.handle else { return }
      if handle.isWritable {
        self.thread.watch(handle.descriptor, for: .read) { [weak self] in self?.readable() }
        self.onEvent(.writable)
      }
      // Room to write is no sign of life.
      if handle === self.handle, handle.isReadable { self.readable() }
    }
  }

  /// Everything `body` writes goes out in as few segments as possible.
  func coalescing(_ body: () -> Void) {
    guard isUp, let handle else { return body() }
    handle.setCorked(true)
    body()
    if self.handle === handle { handle.setCorked(false) }
  }

  /// Writes a whole message, at most ``bodyFrameMax`` long.
  func publish(_ outgoing: AMQPOutgoing, on channel: UInt16) {
    bytesSinceCheck += outgoing.message.body.count + 512
    write { handle throws(AMQPError) in try handle.publish(outgoing, on: channel) }
  }

  /// Begins a longer message.
  func publishHead(_ outgoing: AMQPOutgoing, on channel: UInt16) {
    bytesSinceCheck += 1_024
    write { handle throws(AMQPError) in try handle.publishHead(outgoing, on: channel) }
  }

  func publishBody(_ body: [UInt8], range: Range<Int>, on channel: UInt16) {
    bytesSinceCheck += range.count
    write { handle throws(AMQPError) in try handle.publishBody(body, range: range, on: channel) }
  }

  /// Writes a whole message of any length; a long one may wait for the socket.
  func publishAtOnce(_ outgoing: AMQPOutgoing, on channel: UInt16) {
    let length = outgoing.message.body.count
    guard length > bodyFrameMax else { return publish(outgoing, on: channel) }
    publishHead(outgoing, on: channel)
    for start in stride(from: 0, to: length, by: bodyFrameMax) {
      publishBody(outgoing.message.body, range: start..<min(start + bodyFrameMax, length), on: channel)
    }
  }

  func write(_ body: (RabbitMQHandle) throws(AMQPError) -> Void) {
    guard let handle, failure == nil else { return }
    stallGuard.enter()
    defer { stallGuard.leave() }
    do throws(AMQPError) {
      try body(handle)
      heartbeats?.sent(at: .now)
    } catch {
      fail(error)
    }
  }
}
