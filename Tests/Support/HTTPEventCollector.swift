import NIOCore
import NIOHTTP1

/// Passes on what arrives of an event stream.
final class HTTPEventCollector: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let head: EventLoopPromise<HTTPResponseHead>
  private let items: AsyncStream<ServerSentEventParser.Item>.Continuation
  private var parser = ServerSentEventParser()

  init(
    _ head: EventLoopPromise<HTTPResponseHead>,
    _ items: AsyncStream<ServerSentEventParser.Item>.Continuation
  ) {
    self.head = head
    self.items = items
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head.succeed(head)
    case .body(let bytes): for item in parser.feed(bytes.readableBytesView) { items.yield(item) }
    case .end: items.finish()
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelInactive(context: ChannelHandlerContext) {
    // Without effect once the head has arrived.
    head.fail(HTTPExchangeError(description: "the connection was closed before the answer began"))
    items.finish()
  }
}
