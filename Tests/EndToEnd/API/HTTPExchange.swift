import NIOCore
import NIOHTTP1
import NIOPosix

/// One HTTP request to this machine, on a connection of its own.
struct HTTPExchange: Sendable {
  struct Answer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  let port: Int
  var method = HTTPMethod.GET
  var path = "/"
  var headers: [(String, String)] = []
  var body: [UInt8] = []
  var timeout = Duration.seconds(30)

  /// - Throws: errors of the connection, and ``PlatformError`` when there is no whole answer in time.
  func answer() async throws -> Answer {
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
      promise.fail(PlatformError("no answer to \(method) \(path) within \(timeout)"))
    }
    defer { deadline.cancel() }
    var head = HTTPRequestHead(version: .http1_1, method: method, uri: path)
    head.headers.add(name: "Host", value: "127.0.0.1:\(port)")
    head.headers.add(name: "Connection", value: "close")
    if method != .GET { head.headers.add(name: "Content-Length", value: "\(body.count)") }
    for (name, value) in headers { head.headers.add(name: name, value: value) }
    channel.write(HTTPClientRequestPart.head(head), promise: nil)
    channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
    channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    do {
      let answer = try await promise.futureResult.get()
      channel.close(promise: nil)
      return answer
    } catch {
      channel.close(promise: nil)
      throw error
    }
  }
}
