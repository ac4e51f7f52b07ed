import Domain
import Foundation
import Postgres

/// Reads webhooks and what they were told.
public enum WebhookQueries {
  /// What a list holds. A nil member does not restrict it.
  public struct Filter: Sendable {
    public var endpointID: UUID?
    public var collectionID: UUID?
    public var isEnabled: Bool?

    public init() {}

    var conditions: [SQL] {
      var conditions: [SQL] = ["w.deleted_at is null"]
      if let endpointID { conditions.append("w.endpoint_id = \(endpointID)") }
      if let collectionID { conditions.append("w.collection_id = \(collectionID)") }
      if let isEnabled { conditions.append("w.is_enabled = \(isEnabled)") }
      return conditions
    }
  }

  /// Live ones, newest first. The cursor is the id of the last one.
  /// - Throws: ``UnknownCursor``.
  public static func list(
    _ filter: Filter, page: Page, in database: some PostgresExecutor
  ) async throws -> [Webhook] {
    var conditions = filter.conditions
    if let cursor = page.after {
      let rows = try await database.query("select 1 from nucleus.webhook where id = \(cursor)")
      guard !rows.isEmpty else { throw UnknownCursor(cursor: cursor) }
      // Ids begin with the time.
      conditions.append("w.id < \(cursor)")
    }
    return try await database.query(
      """
      select \(Webhook.columns) from nucleus.webhook w where \(SQL.all(conditions))
      order by w.id desc limit \(page.first)
      """
    ).map(Webhook.init(row:))
  }

  /// Deleted ones among them.
  public static func find(
    _ ids: [UUID], in database: some PostgresExecutor
  ) async throws -> [UUID: Webhook] {
    let found = try await database.query(
      "select \(Webhook.columns) from nucleus.webhook w where w.id = any(\(ids))"
    ).map(Webhook.init(row:))
    return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// All that are told something.
  public static func enabled(in database: some PostgresExecutor) async throws -> [Webhook] {
    try await database.query(
      """
      select \(Webhook.columns) from nucleus.webhook w where w.deleted_at is null and w.is_enabled order by w.id
      """
    ).map(Webhook.init(row:))
  }

  public static func delivery(
    _ id: UUID, in database: some PostgresExecutor
  ) async throws -> WebhookDelivery? {
    try await database.query(
      "select \(WebhookDelivery.columns) from nucleus.webhook_delivery d where d.id = \(id)"
    ).first.map(WebhookDelivery.init(row:))
  }

  /// What a webhook was told, or all were, newest first. The cursor is the id of the last delivery.
  /// - Throws: ``UnknownCursor``.
  public static func deliveries(
    of webhook: UUID?, status: WebhookDelivery.Status?, page: Page, in database: some PostgresExecutor
  ) async throws -> [WebhookDelivery] {
    var conditions: [SQL] = []
    if let webhook { conditions.append("d.webhook_id = \(webhook)") }
    if let status { conditions.append("d.status = \(status.rawValue)") }
    if let cursor = page.after {
      guard try await delivery(cursor, in: database) != nil else { throw UnknownCursor(cursor: cursor) }
      conditions.append("d.id < \(cursor)")
    }
    return try await database.query(
      """
      select \(WebhookDelivery.columns) from nucleus.webhook_delivery d where \(SQL.all(conditions))
      order by d.id desc limit \(page.first)
      """
    ).map(WebhookDelivery.init(row:))
  }
}
