import Glibc

/// Finds the addresses of a host.
public struct HostResolver: Sendable {
  /// - Returns: the addresses in the order in which they are best tried, in their canonical form.
  let resolve: @Sendable (_ host: String, _ limit: Duration) async throws -> [String]

  public init(_ resolve: @escaping @Sendable (_ host: String, _ limit: Duration) async throws -> [String]) {
    self.resolve = resolve
  }

  /// As the operating system does it. One that takes longer than it may is left behind on its thread.
  public static let system: HostResolver = {
    let lookUps = HostLookUps(atOnce: lookUpsAtOnce, lookUp)
    return HostResolver { host, limit in try await lookUps.resolve(host, within: limit) }
  }()

  private static let lookUpsAtOnce = 8

  @Sendable private static func lookUp(_ host: String) throws -> [String] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_ADDRCONFIG
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &found) == 0 else {
      throw HTTPPostFailure.unreachable("the name of the host cannot be resolved")
    }
    defer { freeaddrinfo(found) }
    var addresses: [String] = []
    var next = found
    while let info = next?.pointee {
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let status = getnameinfo(
        info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
      if status == 0 {
        addresses.append(
          String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
      }
      next = info.ai_next
    }
    return addresses
  }
}
