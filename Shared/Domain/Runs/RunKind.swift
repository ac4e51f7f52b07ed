/// What a run does.
public enum RunKind: String, Sendable, Codable, CaseIterable {
  case collection = "COLLECTION"
  case preview = "PREVIEW"
  case ingestion = "INGESTION"
  case prompt = "PROMPT"
}
