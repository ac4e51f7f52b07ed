import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Where an issuer publishes its keys (RFC 7517, 5).
public struct KeySetSource: Sendable {
  static let maximumBytes = 1_024 * 1_024
  private static let timeout = TimeAmount.seconds(5)

  let fetch: @Sendable () async throws -> [UInt8]

  init(fetch: @escaping @Sendable () async throws -> [UInt8]) { self.fetch = fetch }

  /// Keys behind an address. Redirects are not followed: the operator has named the place.
  public static func address(_ url: String) -> KeySetSource {
    KeySetSource {
      var request = HTTPClientRequest(url: url)
      request.headers.add(name: "Accept", value: "application/jwk-set+json, application/json")
      let response = try await client.execute(request, timeout: timeout)
      guard response.status == .ok else { throw KeySetError("the address answered \(response.status.code)") }
      let body = try await response.body.collect(upTo: maximumBytes)
      return Array(body.readableBytesView)
    }
  }

  /// Keys in a file, read again like an address.
  public static func file(_ path: String) -> KeySetSource {
    KeySetSource {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw KeySetError("the file cannot be read")
      }
      guard data.count <= maximumBytes else { throw KeySetError("the file is too large") }
      return Array(data)
    }
  }

  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration.singletonConfiguration
    configuration.redirectConfiguration = .disallow
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()
}

/// Why there are no keys. Safe to log.
struct KeySetError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
