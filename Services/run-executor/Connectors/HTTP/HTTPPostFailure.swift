import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// Why there is no answer. The text is made of our own words and safe to show.
public struct HTTPPostFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// Whether any other try would fail in the same way, since the URL is none.
  public var isFinal: Bool
  /// Whether it says nothing about the receiver, since this process has not come to it.
  public var isOurs = false
  public var description: String

  static func refused(_ text: String) -> HTTPPostFailure { HTTPPostFailure(isFinal: true, description: text) }

  static func unreachable(_ text: String) -> HTTPPostFailure {
    HTTPPostFailure(isFinal: false, description: text)
  }

  static let unresolvedInTime = unreachable("the name of the host could not be resolved in time")

  /// Others were in front of it for too long.
  static let noLookUpInTime: HTTPPostFailure = {
    var failure = unreachable(
      "too many names of hosts are being resolved; it was not this one's turn in time")
    failure.isOurs = true
    return failure
  }()

  static func late(_ limit: Duration) -> HTTPPostFailure {
    let (seconds, attoseconds) = limit.components
    let tenths = seconds * 10 + attoseconds / 100_000_000_000_000_000
    let text = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    return unreachable("the receiver did not answer within \(text) s")
  }

  /// - Parameter limit: how long the request was given.
  init(_ error: any Error, limit: Duration) {
    switch error {
    case let failure as HTTPPostFailure: self = failure
    case is CancellationError: self = .unreachable("the request was broken off")
    case let error as HTTPClientError: self = Self.of(error, limit)
    case let error as NIOConnectionError:
      self = Self(error.connectionErrors.first?.error ?? ChannelError.eof, limit: limit)
    case ChannelError.connectTimeout: self = .unreachable("no connection could be made in time")
    case let error as IOError:
      self = .unreachable("the connection failed: \(String(cString: strerror(error.errnoCode)))")
    default:
      let isOfTLS = String(reflecting: type(of: error)).contains("SSL")
      self = .unreachable(isOfTLS ? "the TLS handshake failed" : "the connection failed")
    }
  }

  private init(isFinal: Bool, description: String) {
    self.isFinal = isFinal
    self.description = description
  }

  private static func of(_ error: HTTPClientError, _ limit: Duration) -> HTTPPostFailure {
    switch error {
    case .connectTimeout: .unreachable("no connection could be made in time")
    case .tlsHandshakeTimeout: .unreachable("the TLS handshake took too long")
    case .deadlineExceeded, .readTimeout, .writeTimeout: .late(limit)
    case .remoteConnectionClosed: .unreachable("the receiver closed the connection without an answer")
    case .cancelled: .unreachable("the request was broken off")
    case .emptyHost, .emptyScheme, .invalidURL, .missingSocketPath:
      .refused("the address is no http or https URL with a host")
    default: .unreachable("what the receiver answered is no HTTP")
    }
  }
}
