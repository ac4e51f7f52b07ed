import Foundation

/// A schedule as a caller gives it; exactly one of `cron` and `intervalSeconds` is set in a valid one.
public struct ScheduleInput: Codable, Sendable, Equatable {
  public var cron: String?
  public var intervalSeconds: Int?
  public var timezone: String?
  public var overlap: String?
  public var catchupWindowSeconds: Int?
  public var jitterSeconds: Int?
  public var startAt: Date?
  public var endAt: Date?
  public var pauseOnFailure: Bool?

  public init(cron: String? = nil, intervalSeconds: Int? = nil, timezone: String? = nil) {
    self.cron = cron
    self.intervalSeconds = intervalSeconds
    self.timezone = timezone
  }
}
