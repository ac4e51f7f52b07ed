import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// Compresses answers for clients that take it, and keeps the compressor from an answer it would not survive.
///
/// The compressor needs to have seen a request for every answer. The server also answers what is no HTTP request
/// at all, just before it closes the connection; then the compressor leaves first.
final class ResponseCompression: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// Below this a compressed body is hardly shorter, in bytes.
  private static let worthwhile = 1_400

  let compressor = HTTPResponseCompressor(responseCompressionPredicate: ResponseCompression.intent)
  private var unanswered = 0
  private var isCompressing = true

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head = unwrapInboundIn(data) { unanswered += 1 }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .head = unwrapOutboundIn(data) {
      if unanswered > 0 {
        unanswered -= 1
      } else if isCompressing {
        isCompressing = false
        context.pipeline.syncOperations.removeHandler(compressor, promise: nil)
      }
    }
    context.write(data, promise: promise)
  }

  /// Answers of known and worthwhile length only: what has no length is a stream, whose events must not wait
  /// in a compressor for more of them.
  private static func intent(
    _ head: inout HTTPResponseHead, _ isSupported: Bool
  ) -> HTTPResponseCompressor.CompressionIntent {
    let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
    guard length >= worthwhile else { return .doNotCompress }
    head.headers.add(name: "Vary", value: "Accept-Encoding")
    return .compressIfPossible
  }
}
