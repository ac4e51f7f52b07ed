import Contracts
import Foundation
import Synchronization

@testable import APIGateway

/// Stands in for the way to the scheduler: keeps what was sent and answers as told.
final class RecordingCommands: CommandSending, NoticePosting {
  private let sent = Mutex<[CommandRequest]>([])
  let mailbox = RecordingNotices()
  private let answer: @Sendable (CommandRequest) async throws -> CommandReply

  init(_ answer: @escaping @Sendable (CommandRequest) async throws -> CommandReply) { self.answer = answer }

  var requests: [CommandRequest] { sent.withLock { $0 } }

  var notices: [any Message] { mailbox.posted.map(\.body) }

  func post(
    _ notice: some Message, id: UUID, correlationID: String?, for actor: Contracts.Actor?
  ) async throws {
    try await mailbox.post(notice, id: id, correlationID: correlationID, for: actor)
  }

  func send(_ request: CommandRequest) async throws -> CommandReply {
    sent.withLock { $0.append(request) }
    return try await answer(request)
  }
}
