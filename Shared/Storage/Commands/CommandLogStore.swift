import Contracts
import Foundation
import JSON
import Postgres

/// Remembers each handled command with its answer for 24 hours, so that the same one twice has one effect (B8).
public enum CommandLogStore {
  /// A command as the log knows it.
  public struct Entry: Sendable, Hashable {
    public var commandID: String
    public var requestDigest: String?

    public init(commandID: String, requestDigest: String?) {
      self.commandID = commandID
      self.requestDigest = requestDigest
    }
  }

  /// How long commands and their answers are kept: a caller who asks again gets the same answer.
  public static let retention = Duration.seconds(24 * 3_600)

  /// Claims the commands that were never handled. A copy being handled elsewhere is waited for.
  /// - Returns: the ids of those that are the caller's to handle, in this transaction.
  public static func claim(
    _ entries: [Entry], in transaction: PostgresConnection
  ) async throws -> Set<String> {
    // In one order everywhere, so that two schedulers holding overlapping batches cannot deadlock.
    let ordered = entries.sorted { $0.commandID < $1.commandID }
    let rows = try await transaction.query(
      """
      insert into nucleus.command_log (command_id, request_digest)
      select * from unnest(\(ordered.map(\.commandID)), \(ordered.map(\.requestDigest)))
      on conflict (command_id) do nothing returning command_id
      """)
    return try Set(rows.map { try $0.decode("command_id", as: String.self) })
  }

  /// Stores the answers of claimed commands.
  public static func record(
    _ replies: [(commandID: String, reply: CommandReply)], in transaction: PostgresConnection
  ) async throws {
    try await record(
      encoded: replies.map {
        ($0.commandID, String(decoding: try MessageCodec.encode($0.reply), as: UTF8.self))
      },
      in: transaction)
  }

  /// Stores answers that are already in the JSON form of a `CommandReply`.
  public static func record(
    encoded replies: [(commandID: String, reply: String)], in transaction: PostgresConnection
  ) async throws {
    guard !replies.isEmpty else { return }
    try await transaction.execute(
      """
      update nucleus.command_log log set reply = answer.reply::jsonb
      from unnest(\(replies.map(\.commandID)), \(replies.map(\.reply))) as answer (command_id, reply)
      where log.command_id = answer.command_id
      """)
  }

  /// The stored answers; a command whose digest differs from the stored one is refused.
  public static func replies(
    to entries: [Entry], in database: some PostgresExecutor
  ) async throws -> [String: CommandReply] {
    guard !entries.isEmpty else { return [:] }
    let digests = Dictionary(
      entries.map { ($0.commandID, $0.requestDigest) }, uniquingKeysWith: { first, _ in first })
    let rows = try await database.query(
      """
      select command_id, request_digest, reply::text as reply from nucleus.command_log
      where command_id = any(\(entries.map(\.commandID))) and reply is not null
      """)
    var replies: [String: CommandReply] = [:]
    for row in rows {
      let id = try row.decode("command_id", as: String.self)
      let digest = try row.decode("request_digest", as: String?.self)
      if let expected = digests[id], expected != digest {
        replies[id] = .refused(
          Refusal(
            .invalidInput, "this Idempotency-Key was used for another request", field: "Idempotency-Key"))
      } else {
        replies[id] = try MessageCodec.decode(
          CommandReply.self, from: [UInt8](try row.decode("reply", as: String.self).utf8))
      }
    }
    return replies
  }

  /// Those of the commands that were answered.
  public static func answered(
    amongst ids: [String], in database: some PostgresExecutor
  ) async throws -> Set<String> {
    guard !ids.isEmpty else { return [] }
    let rows = try await database.query(
      "select command_id from nucleus.command_log where command_id = any(\(ids)) and reply is not null")
    return try Set(rows.map { try $0.decode("command_id", as: String.self) })
  }

  /// Forgets commands that were received longer ago.
  /// - Returns: how many went.
  public static func prune(
    olderThan age: Duration, atMost limit: Int, in database: some PostgresExecutor
  ) async throws -> Int {
    try await database.execute(
      """
      delete from nucleus.command_log where command_id in (
        select command_id from nucleus.command_log
        where received_at < now() - \(age.seconds) * interval '1 second'
        order by received_at limit \(limit) for update skip locked)
      """)
  }
}
