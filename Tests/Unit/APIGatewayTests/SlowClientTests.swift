import Contracts
import JSON
import NIOCore
import NIOPosix
import Testing

@testable import APIGateway

/// Clients that take their time, on purpose or not (S22).
@Suite(.timeLimit(.minutes(3))) struct SlowClientTests {
  private let commands = RecordingCommands { _ in .done(result: true) }
  private let access = AccessSettings(idleTimeout: .milliseconds(300))

  /// - Parameter reader: gets everything that comes.
  private func connect(
    _ gateway: GatewayFixture, reads: Bool = true, _ reader: Reader? = nil
  ) async throws -> any Channel {
    try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: reads)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let reader { try channel.pipeline.syncOperations.addHandler(reader) }
        }
      }
      .connect(host: "127.0.0.1", port: gateway.port).get()
  }

  private func write(_ text: String, to channel: any Channel) async throws {
    try await channel.writeAndFlush(ByteBuffer(string: text)).get()
  }

  /// A connection is closed however far its first request has come.
  @Test(arguments: [
    "", "POST /gra", "POST /graphql HTTP/1.1\r\nHost: a\r\n", "GET /health/live HTTP/1.1\r\n",
  ])
  func endsConnectionsWithoutARequest(start: String) async throws {
    // Long enough for the start to be sent on a busy machine.
    let access = AccessSettings(idleTimeout: .seconds(2))
    try await GatewayFixture.with(commands: commands, access: access) { gateway in
      let channel = try await connect(gateway)
      if !start.isEmpty { try await write(start, to: channel) }
      try await channel.closeFuture.get()
    }
  }

  @Test func answersOthersWhileManyConnectionsStandIdle() async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      var idle: [any Channel] = []
      for _ in 0..<200 {
        let channel = try await connect(gateway)
        try await write("POST /graphql HTTP/1.1\r\nHost: a\r\nX-Slow: ", to: channel)
        idle.append(channel)
      }
      for _ in 0..<20 { #expect(try await gateway.graphQL("{ __typename }").status == 200) }
      for channel in idle { try await channel.close().get() }
    }
  }

  /// What is no HTTP at all, also behind a good request on the same connection.
  @Test(arguments: ["\u{0}\u{1}\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"])
  func survivesWhatIsNoRequest(garbage: String) async throws {
    try await GatewayFixture.with(commands: commands) { gateway in
      for before in ["", "GET /health/live HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"] {
        let channel = try await connect(gateway)
        try await write(before + garbage, to: channel)
        try await channel.closeFuture.get()
        #expect(try await gateway.graphQL("{ __typename }").status == 200)
      }
    }
  }

  @Test func endsConnectionsThatTakeNoAnswer() async throws {
    try await GatewayFixture.with(commands: commands, access: access) { gateway in
      let channel = try await connect(gateway, reads: false)
      let query =
        #"{"query":"{__schema{types{name description fields{name description args{name description}}}}}"}"#
      let request = """
        POST /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(GatewayFixture.key)\r\n\
        Content-Type: application/json\r\nContent-Length: \(query.utf8.count)\r\n\r\n\(query)
        """
      // Ever more requests, until the server reads no further because nobody takes its answers, and then hangs up.
      await #expect(throws: (any Error).self) {
        while true { try await write(request, to: channel) }
      }
    }
  }

  @Test func answersThatABodyTakesTooLong() async throws {
    try await GatewayFixture.with(commands: commands, timeLimit: .milliseconds(300)) { gateway in
      let (answers, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
      let channel = try await connect(gateway, Reader(continuation))
      try await write(
        """
        POST /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(GatewayFixture.key)\r\n\
        Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"query":
        """, to: channel)
      var text = ""
      for await part in answers {
        text += String(buffer: part)
        if text.contains("E_TIMEOUT") { break }
      }
      #expect(text.contains("E_TIMEOUT"))
      try? await channel.close().get()
    }
  }
}

/// Hands on what a connection receives.
private final class Reader: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let continuation: AsyncStream<ByteBuffer>.Continuation

  init(_ continuation: AsyncStream<ByteBuffer>.Continuation) { self.continuation = continuation }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }

  func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
}
