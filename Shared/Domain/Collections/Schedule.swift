import Foundation

/// When a collection is meant to run: exactly one of `cron` and `intervalSeconds` is set.
public struct Schedule: Sendable, Codable, Equatable {
  public enum Overlap: String, Sendable, Codable {
    case skip = "SKIP"
    case bufferOne = "BUFFER_ONE"
    case cancelOther = "CANCEL_OTHER"
  }

  public var cron: String?
  public var intervalSeconds: Int?
  /// An IANA name.
  public var timezone: String
  public var overlap: Overlap
  public var catchupWindowSeconds: Int
  public var jitterSeconds: Int
  public var startAt: Date?
  public var endAt: Date?
  public var isPaused: Bool
  public var pauseNote: String?
  public var pausesOnFailure: Bool

  public static let defaultCatchupWindowSeconds = 86_400

  public init(
    cron: String? = nil, intervalSeconds: Int? = nil, timezone: String = "UTC", overlap: Overlap = .skip,
    catchupWindowSeconds: Int = Self.defaultCatchupWindowSeconds, jitterSeconds: Int = 0,
    startAt: Date? = nil, endAt: Date? = nil, isPaused: Bool = false, pauseNote: String? = nil,
    pausesOnFailure: Bool = false
  ) {
    self.cron = cron
    self.intervalSeconds = intervalSeconds
    self.timezone = timezone
    self.overlap = overlap
    self.catchupWindowSeconds = catchupWindowSeconds
    self.jitterSeconds = jitterSeconds
    self.startAt = startAt
    self.endAt = endAt
    self.isPaused = isPaused
    self.pauseNote = pauseNote
    self.pausesOnFailure = pausesOnFailure
  }
}
