import NIOCore
import NIOHTTP1
import NIOPosix

/// The answer to one HTTP request as it arrives: an event stream, on a connection of its own.
public final class HTTPEventStream: Sendable {
  public typealias Item = ServerSentEventParser.Item

  public let status: Int
  public let headers: HTTPHeaders
  private let channel: any Channel
  private let items: AsyncStream<Item>

  private init(
    head: HTTPResponseHead, channel: any Channel, items: AsyncStream<Item>
  ) {
    status = Int(head.status.code)
    headers = head.headers
    self.channel = channel
    self.items = items
  }

  /// Sends the request and returns when the head of the answer is there.
  /// - Parameter receiveBuffer: how much the socket takes in unread, in bytes; nil leaves it to the system.
  public static func open(
    _ exchange: HTTPExchange, receiveBuffer: Int? = nil
  ) async throws -> HTTPEventStream {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let head = loop.makePromise(of: HTTPResponseHead.self)
    let (items, continuation) = AsyncStream.makeStream(of: Item.self)
    let channel: any Channel
    do {
      var bootstrap = ClientBootstrap(group: loop).connectTimeout(.seconds(5))
      if let receiveBuffer {
        bootstrap = bootstrap.channelOption(
          .socketOption(.so_rcvbuf), value: SocketOptionValue(receiveBuffer))
      }
      channel = try await bootstrap.channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(HTTPEventCollector(head, continuation))
        }
      }
      .connect(host: "127.0.0.1", port: exchange.port).get()
    } catch {
      head.fail(error)
      throw error
    }
    let deadline = loop.scheduleTask(in: .nanoseconds(Int64(exchange.timeout / .nanoseconds(1)))) {
      head.fail(HTTPExchangeError(description: "no head of the answer within \(exchange.timeout)"))
    }
    defer { deadline.cancel() }
    exchange.write(to: channel)
    do {
      return HTTPEventStream(head: try await head.futureResult.get(), channel: channel, items: items)
    } catch {
      channel.close(promise: nil)
      throw error
    }
  }

  deinit { channel.close(promise: nil) }

  /// The next event or comment; nil at the end of the stream.
  /// - Throws: ``HTTPExchangeError`` when there is none in time.
  public func nextItem(within limit: Duration = .seconds(20)) async throws -> Item? {
    try await withThrowingTaskGroup(of: Item?.self) { group in
      group.addTask { [items] in
        for await item in items { return item }
        return nil
      }
      group.addTask {
        try await Task.sleep(for: limit)
        throw HTTPExchangeError(description: "nothing on the stream within \(limit)")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  /// The next event, comments passed over; nil at the end of the stream.
  public func next(within limit: Duration = .seconds(20)) async throws -> ServerSentEventView? {
    let deadline = ContinuousClock.now + limit
    while let item = try await nextItem(within: deadline - .now) {
      if case .event(let event) = item { return event }
    }
    return nil
  }

  /// Takes nothing more from the socket.
  public func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

  public func readOn() async throws { try await channel.setOption(.autoRead, value: true).get() }

  /// Whether the server has closed the connection.
  public var isClosed: Bool { !channel.isActive }

  /// Leaves.
  public func close() async { try? await channel.close() }
}
