import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOHTTPTypesHTTP1

/// Puts a compressor where it sees HTTP/1 messages: before the codec, behind which the server adds handlers.
final class CompressionInstaller: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Any

  /// Below this a compressed body is hardly shorter, in bytes.
  private static let worthwhile = 1_400

  func handlerAdded(context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    guard let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) else { return }
    let compressor = HTTPResponseCompressor(responseCompressionPredicate: Self.intent)
    try? pipeline.addHandler(compressor, position: .before(codec))
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
