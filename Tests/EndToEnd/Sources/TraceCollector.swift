import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Takes spans by OTLP over HTTP, as a collector does, and keeps them.
final class TraceCollector: Sendable {
  /// The one that the platforms of all suites are told of; it listens before the first of them starts.
  static let shared = Result { try TraceCollector() }

  let port: Int
  private let channel: any Channel
  private let inbox: Inbox

  private init() throws {
    let bodies = Inbox()
    channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(inbox: bodies))
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    port = channel.localAddress?.port ?? 0
    inbox = bodies
  }

  /// Everything that was sent, as it was sent.
  var bodies: [String] { inbox.bodies.map { String(decoding: $0, as: UTF8.self) } }

  /// The spans of one trace.
  func spans(of trace: String) throws -> [CollectedSpan] {
    try inbox.bodies.flatMap { try CollectedSpan.all(in: JSONValue(parsing: $0)) }.filter {
      $0.traceID == trace
    }
  }

  private final class Inbox: Sendable {
    private let state = Mutex<[[UInt8]]>([])

    var bodies: [[UInt8]] { state.withLock(\.self) }

    func add(_ body: [UInt8]) { state.withLock { $0.append(body) } }
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let inbox: Inbox
    private var body: [UInt8] = []
    private var isExport = false

    init(inbox: Inbox) { self.inbox = inbox }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        body = []
        isExport =
          head.method == .POST && head.uri == "/v1/traces"
          && head.headers.first(name: "Content-Type") == "application/json"
          && head.headers.first(name: "x-team") == "e2e team"
      case .body(let buffer): body += buffer.readableBytesView
      case .end:
        if isExport { inbox.add(body) }
        let answer = Array("{}".utf8)
        var head = HTTPResponseHead(version: .http1_1, status: isExport ? .ok : .badRequest)
        head.headers.add(name: "Content-Type", value: "application/json")
        head.headers.add(name: "Content-Length", value: "\(answer.count)")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
