import Glibc
import Synchronization

/// Turns names into addresses, off every thread that others depend on.
///
/// Lookups of one name share a thread, so that a name server which does not answer holds one thread a name, and
/// the threads are few: whoever waits has a deadline of its own.
final class HostResolver: Sendable {
  typealias Completion = @Sendable ([String]) -> Void

  static let shared = HostResolver()

  private let threads = BlockingThreads(limit: 8)
  private let pending = Mutex<[String: [Completion]]>([:])

  /// Calls `completion` once with the addresses of `host`, best first; none when it is unknown.
  func resolve(_ host: String, completion: @escaping Completion) {
    let isFirst = pending.withLock { pending in
      pending[host, default: []].append(completion)
      return pending[host]?.count == 1
    }
    guard isFirst else { return }
    let isRunning = threads.run { [self] in complete(host, with: Self.lookUp(host)) }
    if !isRunning { complete(host, with: []) }
  }

  private func complete(_ host: String, with addresses: [String]) {
    let waiting = pending.withLock { $0.removeValue(forKey: host) ?? [] }
    for completion in waiting { completion(addresses) }
  }

  /// Whether `host` is an address already.
  static func isAddress(_ host: String) -> Bool {
    var buffer = in6_addr()
    return inet_pton(AF_INET, host, &buffer) == 1 || inet_pton(AF_INET6, host, &buffer) == 1
  }

  private static func lookUp(_ host: String) -> [String] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var addresses: [String] = []
    var entry = list
    while let current = entry?.pointee {
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let status = getnameinfo(
        current.ai_addr, current.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
      if status == 0 {
        let address = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        if !addresses.contains(address) { addresses.append(address) }
      }
      entry = current.ai_next
    }
    return addresses
  }
}
