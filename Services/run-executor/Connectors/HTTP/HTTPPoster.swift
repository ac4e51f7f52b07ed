import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Carries requests to one address of somebody else's server (S14).
///
/// The host is resolved once, what it resolves to is checked against the policy, and that very address is connected to,
/// with the host's name in the TLS handshake and the `Host` header: a name that resolves to something else a moment later
/// gains nothing. Redirects are not followed, and no proxy of the environment is used.
public struct HTTPPoster: Sendable {
  private let url: String
  private let client: HTTPClient

  private static let connectTimeout = TimeAmount.seconds(5)
  /// So much of an answer is read and thrown away, for so long, so that the connection can be used again; where there is
  /// more, it is closed.
  private static let ignoredBytes = 64 * 1_024
  private static let ignoredTime = Duration.milliseconds(250)
  private static let longestRetryAfter = 7 * 86_400

  /// Runs `body` with a poster to a URL.
  /// - Parameters:
  ///   - choice: which of several addresses to take, so that those who try again try another one.
  ///   - limit: how long the look-up of the host may take.
  public static func with<Answer: Sendable>(
    _ url: String, policy: AddressPolicy, resolver: HostResolver = .system, choice: Int = 0, limit: Duration,
    _ body: (HTTPPoster) async -> Answer
  ) async throws(HTTPPostFailure) -> Answer {
    guard let host = URL(string: url)?.host(), !host.isEmpty else {
      throw .refused("the address is no http or https URL with a host")
    }
    let address = try await address(of: host, policy, resolver, choice: choice, limit)
    let poster = HTTPPoster(url: url, client: client(connecting: host, to: address))
    let answer = await body(poster)
    try? await poster.client.shutdown()
    return answer
  }

  /// What counts is the head of the answer: a body that is slow, or never ends, changes nothing.
  /// - Parameter limit: how long it may take until that has come.
  public func send(_ post: HTTPPost, limit: Duration) async throws(HTTPPostFailure) -> HTTPAnswer {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    for (name, value) in post.headers { request.headers.add(name: name, value: value) }
    request.body = .bytes(ByteBuffer(bytes: post.body))
    do {
      return try await exchange(request, limit: limit)
    } catch {
      throw HTTPPostFailure(error, limit: limit)
    }
  }

  private func exchange(_ request: HTTPClientRequest, limit: Duration) async throws -> HTTPAnswer {
    // The client keeps its deadline until the answer begins.
    let response = try await client.execute(request, timeout: TimeAmount(limit))
    await ignore(response.body)
    return HTTPAnswer(
      status: Int(response.status.code),
      retryAfter: Self.seconds(response.headers.first(name: "Retry-After"), now: Date()))
  }

  private func ignore(_ body: HTTPClientResponse.Body) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { _ = try? await body.collect(upTo: Self.ignoredBytes) }
      group.addTask { try? await Task.sleep(for: Self.ignoredTime) }
      await group.next()
      group.cancelAll()
    }
  }

  private static func address(
    of host: String, _ policy: AddressPolicy, _ resolver: HostResolver, choice: Int, _ limit: Duration
  ) async throws(HTTPPostFailure) -> String {
    let addresses: [String]
    do {
      addresses = try await resolver.resolve(host.trimmingCharacters(in: ["[", "]"]), limit)
    } catch {
      throw HTTPPostFailure(error, limit: limit)
    }
    guard !addresses.isEmpty else { throw .unreachable("the name of the host has no address") }
    do {
      try policy.check(addresses)
    } catch {
      // Another look-up may find another address, and another process may be allowed more.
      throw .unreachable("the address must not be connected to: \(error)")
    }
    return addresses[abs(choice % addresses.count)]
  }

  private static func client(connecting host: String, to address: String) -> HTTPClient {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: connectTimeout)
    configuration.dnsOverride = [host: address]
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.decompression = .disabled
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// `Retry-After` counts seconds or names a time (RFC 9110, 10.2.3).
  static func seconds(_ text: String?, now: Date) -> Int? {
    guard let text = text?.trimmingCharacters(in: .whitespaces) else { return nil }
    if let seconds = Int(text) { return seconds >= 0 ? min(seconds, longestRetryAfter) : nil }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    guard let date = format.date(from: text) else { return nil }
    return Int(min(max(0, date.timeIntervalSince(now)), Double(longestRetryAfter)).rounded(.up))
  }
}
