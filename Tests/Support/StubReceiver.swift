import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server of the tests' own that takes what it is sent, keeps it, and answers as it is told to.
public final class StubReceiver: Sendable {
  public struct Request: Sendable {
    public var path: String
    public var headers: HTTPHeaders
    public var body: [UInt8]

    public func header(_ name: String) -> String? { headers.first(name: name) }
    public var text: String { String(decoding: body, as: UTF8.self) }
  }

  public enum Reaction: Sendable {
    case answer(Int, headers: [(String, String)] = [])
    /// Begins to answer, and never ends.
    case dawdle(Int)
    /// Never says anything.
    case hang
    /// Closes the connection without an answer.
    case hangUp
  }

  private let channel: any Channel
  private let log: RequestLog

  public var port: Int { channel.localAddress?.port ?? 0 }
  public var requests: [Request] { log.requests.withLock { $0 } }

  /// - Parameter react: called with each request and how many came before it.
  public static func start(
    _ react: @escaping @Sendable (Request, Int) -> Reaction = { _, _ in .answer(200) }
  ) async throws -> StubReceiver {
    let log = RequestLog(react)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(ReceiverHandler(log))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return StubReceiver(channel: channel, log: log)
  }

  private init(channel: any Channel, log: RequestLog) {
    self.channel = channel
    self.log = log
  }

  public func stop() async { try? await channel.close().get() }
}

/// What came, and what to make of it.
private final class RequestLog: Sendable {
  let requests = Mutex<[StubReceiver.Request]>([])
  private let react: @Sendable (StubReceiver.Request, Int) -> StubReceiver.Reaction

  init(_ react: @escaping @Sendable (StubReceiver.Request, Int) -> StubReceiver.Reaction) {
    self.react = react
  }

  func take(_ request: StubReceiver.Request) -> StubReceiver.Reaction {
    let before = requests.withLock { requests in
      defer { requests.append(request) }
      return requests.count
    }
    return react(request, before)
  }
}

private final class ReceiverHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let log: RequestLog
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(_ log: RequestLog) { self.log = log }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
    case .body(let buffer): body += Array(buffer.readableBytesView)
    case .end:
      guard let head else { return }
      react(log.take(.init(path: head.uri, headers: head.headers, body: body)), head, context)
    }
  }

  private func react(
    _ reaction: StubReceiver.Reaction, _ request: HTTPRequestHead, _ context: ChannelHandlerContext
  ) {
    switch reaction {
    case .hang: break
    case .hangUp: context.close(promise: nil)
    case .dawdle(let status):
      let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
      context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    case .answer(let status, let headers):
      var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
      head.headers.add(name: "Content-Length", value: "0")
      for (name, value) in headers { head.headers.add(name: name, value: value) }
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
