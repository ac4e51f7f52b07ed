import Glibc

/// Asks a process on this machine how it is, for container engines whose images hold no program that could.
///
/// It blocks its thread, so it belongs into a command of its own and nowhere near the shared threads of a service.
struct HealthProbe {
  let host: String
  let port: Int
  /// How long each step (connecting, writing, one read) may take, in whole seconds.
  var patience = 3

  /// An address that stands for all of the machine's cannot be connected to everywhere; the loopback one can.
  init(listening host: String, port: Int) {
    self.host =
      switch host {
      case "0.0.0.0", "": "127.0.0.1"
      case "::", "[::]": "::1"
      default: host
      }
    self.port = port
  }

  func ask(_ question: HealthQuestion) throws(HealthProbeError) -> HealthAnswer {
    let socket = try connected()
    defer { close(socket) }
    let name = host.contains(":") ? "[\(host)]" : host
    let request = "GET \(question.rawValue) HTTP/1.1\r\nHost: \(name):\(port)\r\nConnection: close\r\n\r\n"
    let bytes = Array(request.utf8)
    guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw HealthProbeError("does not take a request")
    }
    guard let answer = HealthAnswer(response: try received(socket)) else {
      throw HealthProbeError("does not answer with HTTP")
    }
    return answer
  }

  private func connected() throws(HealthProbeError) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let first = found else {
      throw HealthProbeError("has no address")
    }
    defer { freeaddrinfo(first) }
    for address in sequence(first: first, next: \.pointee.ai_next) {
      let entry = address.pointee
      let socket = socket(
        entry.ai_family, entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), entry.ai_protocol)
      guard socket >= 0 else { continue }
      var limit = timeval(tv_sec: patience, tv_usec: 0)
      let size = socklen_t(MemoryLayout<timeval>.size)
      setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
      setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
      if connect(socket, entry.ai_addr, entry.ai_addrlen) == 0 { return socket }
      close(socket)
    }
    throw HealthProbeError("is not listening")
  }

  /// Everything until the other side closes; more than a report can hold is cut.
  private func received(_ socket: Int32) throws(HealthProbeError) -> String {
    var response: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while response.count < 65_536 {
      let count = recv(socket, &buffer, buffer.count, 0)
      if count == 0 { break }
      guard count > 0 else { throw HealthProbeError("gives no answer in time") }
      response += buffer[..<count]
    }
    return String(decoding: response, as: UTF8.self)
  }
}
