/// Why a run was skipped. A transition's reason reads `CODE: text`; the run's `error` repeats the text.
public enum SkipReason: String, Sendable, Codable, CaseIterable {
  case overlap = "OVERLAP"
  case disabled = "DISABLED"
  case deleted = "DELETED"
  case paused = "PAUSED"
  case endpointDisabled = "ENDPOINT_DISABLED"
  case endpointUnavailable = "ENDPOINT_UNAVAILABLE"
  case capabilityMissing = "CAPABILITY_MISSING"
  case nothingToDo = "NOTHING_TO_DO"
  case missed = "MISSED"

  public func reason(_ text: String) -> String { "\(rawValue): \(text)" }
}
