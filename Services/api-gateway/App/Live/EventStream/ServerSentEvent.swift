import GraphQL
import NIOCore

/// What is written on an event stream (WHATWG HTML, 9.2.6), in the form of the graphql-sse protocol's distinct
/// connections mode.
enum ServerSentEvent {
  static let contentType = "text/event-stream; charset=utf-8"

  /// One result of the operation.
  /// - Parameter id: what the client names when it comes back.
  static func next(_ response: GraphQLResponse, id: String? = nil) -> ByteBuffer {
    var response = response
    response.errors = response.errors.map(\.presented)
    // JSON text as it is written here has no line break, so it is one line of data.
    let json = response.encodedBytes
    var buffer = ByteBufferAllocator().buffer(capacity: json.count + 64)
    if let id { buffer.writeString("id: \(id)\n") }
    buffer.writeStaticString("event: next\ndata: ")
    buffer.writeBytes(json)
    buffer.writeStaticString("\n\n")
    return buffer
  }

  /// Nothing follows. The line of data is needed: clients are not told of an event without one.
  static let complete = ByteBuffer(staticString: "event: complete\ndata:\n\n")

  /// A comment, which clients pass over.
  static let heartbeat = ByteBuffer(staticString: ":\n\n")
}
