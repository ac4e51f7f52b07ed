import Contracts
import Synchronization

@testable import APIGateway

/// Stands in for the way to the scheduler: keeps what was sent and answers as told.
final class RecordingCommands: CommandSending {
  private let sent = Mutex<[CommandRequest]>([])
  private let answer: @Sendable (CommandRequest) async throws -> CommandReply

  init(_ answer: @escaping @Sendable (CommandRequest) async throws -> CommandReply) { self.answer = answer }

  var requests: [CommandRequest] { sent.withLock { $0 } }

  func send(_ request: CommandRequest) async throws -> CommandReply {
    sent.withLock { $0.append(request) }
    return try await answer(request)
  }
}
