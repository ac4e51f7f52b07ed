import NIOCore
import NIOHTTPTypesHTTP1

/// Puts a compressor where it sees HTTP/1 messages: before the codec, behind which the server adds handlers.
final class CompressionInstaller: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Any

  func handlerAdded(context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    guard let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) else { return }
    let compression = ResponseCompression()
    try? pipeline.addHandler(compression.compressor, position: .before(codec))
    try? pipeline.addHandler(compression, position: .before(codec))
  }
}
