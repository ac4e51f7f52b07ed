import NIOCore
import NIOHTTP1
import NIOPosix

/// One HTTP request to this machine, on a connection of its own.
public struct HTTPExchange: Sendable {
  public struct Answer: Sendable {
    public var status: Int
    public var headers: HTTPHeaders
    public var body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }
  }

  public let port: Int
  public var method = HTTPMethod.GET
  public var path = "/"
  public var headers: [(String, String)] = []
  public var body: [UInt8] = []
  public var timeout = Duration.seconds(30)

  public init(
    port: Int, method: HTTPMethod = .GET, path: String = "/", headers: [(String, String)] = [],
    body: [UInt8] = [], timeout: Duration = .seconds(30)
  ) {
    self.port = port
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
    self.timeout = timeout
  }

  /// - Throws: errors of the connection, and ``HTTPExchangeError`` when there is no whole answer in time.
  public func answer() async throws -> Answer {
    let group = MultiThreadedEventLoopGroup.singleton
    let loop = group.next()
    let promise = loop.makePromise(of: Answer.self)
    let channel: any Channel
    do {
      channel = try await ClientBootstrap(group: loop).connectTimeout(.seconds(5))
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHTTPClientHandlers()
            try channel.pipeline.syncOperations.addHandler(HTTPAnswerCollector(promise))
          }
        }
        .connect(host: "127.0.0.1", port: port).get()
    } catch {
      promise.fail(error)
      throw error
    }
    let deadline = loop.scheduleTask(in: .nanoseconds(Int64(timeout / .nanoseconds(1)))) {
      promise.fail(HTTPExchangeError(description: "no answer to \(method) \(path) within \(timeout)"))
    }
    defer { deadline.cancel() }
    write(to: channel)
    do {
      let answer = try await withTaskCancellationHandler {
        try await promise.futureResult.get()
      } onCancel: {
        // Who asked no longer wants to know: to the server, the client has left.
        channel.close(promise: nil)
        promise.fail(CancellationError())
      }
      channel.close(promise: nil)
      return answer
    } catch {
      channel.close(promise: nil)
      throw error
    }
  }

  /// Writes the request.
  func write(to channel: any Channel) {
    var head = HTTPRequestHead(version: .http1_1, method: method, uri: path)
    head.headers.add(name: "Host", value: "127.0.0.1:\(port)")
    head.headers.add(name: "Connection", value: "close")
    if method != .GET { head.headers.add(name: "Content-Length", value: "\(body.count)") }
    for (name, value) in headers { head.headers.add(name: name, value: value) }
    channel.write(HTTPClientRequestPart.head(head), promise: nil)
    channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
    channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
  }
}
