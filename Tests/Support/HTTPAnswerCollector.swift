import NIOCore
import NIOHTTP1

/// Puts the parts of one answer together.
final class HTTPAnswerCollector: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let promise: EventLoopPromise<HTTPExchange.Answer>
  private var answer: HTTPExchange.Answer?

  init(_ promise: EventLoopPromise<HTTPExchange.Answer>) { self.promise = promise }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      answer = HTTPExchange.Answer(status: Int(head.status.code), headers: head.headers, body: [])
    case .body(let bytes): answer?.body += Array(bytes.readableBytesView)
    case .end: if let answer { promise.succeed(answer) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    // Without effect after a whole answer.
    promise.fail(HTTPExchangeError(description: "the connection was closed before the answer was complete"))
  }
}
