/// What made a run.
public enum RunTrigger: String, Sendable, Codable, CaseIterable {
  case manual = "MANUAL"
  case schedule = "SCHEDULE"
  case backfill = "BACKFILL"
  case replay = "REPLAY"
  case event = "EVENT"
}
