/// What a connection test found.
public struct ConnectionDiagnosis: Codable, Sendable, Equatable {
  public struct Diagnostic: Codable, Sendable, Equatable {
    public enum Level: String, Codable, Sendable { case info = "INFO", warning = "WARNING", error = "ERROR" }

    public var level: Level
    public var code: String
    public var message: String
    /// What to try next.
    public var hint: String?
    /// The parameter at fault.
    public var field: String?

    public init(level: Level, code: String, message: String, hint: String? = nil, field: String? = nil) {
      self.level = level
      self.code = code
      self.message = message
      self.hint = hint
      self.field = field
    }
  }

  public var ok: Bool
  public var diagnostics: [Diagnostic]

  public init(ok: Bool, diagnostics: [Diagnostic]) {
    self.ok = ok
    self.diagnostics = diagnostics
  }
}
