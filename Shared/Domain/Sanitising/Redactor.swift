/// Masks secrets in text that people or machines will read: log lines, stored errors, answers.
///
/// Two layers: the known values it was given, in whatever encoding they turn up, and the shapes in which
/// secrets usually travel (URL user info, `password=…`, bearer tokens, signed tokens, private keys). The
/// second layer rather masks too much than too little. Redacting twice gives the same as redacting once.
public struct Redactor: Sendable {
  /// What stands in place of a secret.
  public static let mask = "***"

  private let known: KnownSecretMatcher

  /// - Parameter secrets: values to mask wherever they occur: as they are, percent-encoded, escaped as in
  ///   JSON, in base64 (alone or inside a longer text such as basic credentials), or in hex. Empty values
  ///   are ignored; values under 4 bytes are masked only where they stand alone.
  public init(secrets: some Sequence<String>) {
    known = KnownSecretMatcher(secrets: secrets)
  }

  /// Knows the shapes of secrets only.
  public init() { self.init(secrets: []) }

  private init(known: KnownSecretMatcher) { self.known = known }

  /// A redactor that knows `secrets` as well.
  public func adding(secrets: some Sequence<String>) -> Redactor {
    Redactor(known: known.adding(secrets: secrets))
  }

  /// The text with every secret masked.
  public func redact(_ text: String) -> String {
    var bytes = Array(text.utf8)
    if !known.isEmpty { bytes = known.mask(bytes) }
    return String(decoding: StructuralMask.apply(to: bytes), as: UTF8.self)
  }

  /// The value of `key` with every secret masked: all of it when the key says that it is one.
  public func redact(key: String, value: String) -> String {
    if SensitiveKey.isSensitive(key) { return value.isEmpty ? value : Self.mask }
    return redact(value)
  }

  /// Makes the text of a source fit to be stored and shown: secrets masked, control characters replaced by
  /// spaces, cut after `limit` characters with an ellipsis.
  public func sanitise(_ text: String, limit: Int = 1_000) -> String {
    // Redact before cutting: half a secret matches no rule.
    let scalars = redact(text).unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control ? " " : scalar
    }
    let printable = String(String.UnicodeScalarView(scalars))
    return printable.count > limit ? printable.prefix(max(0, limit - 1)) + "…" : printable
  }

  /// The value of `key`, fit to be stored and shown: masked as a whole when the key says that it is a secret.
  public func sanitise(key: String, value: String, limit: Int = 1_000) -> String {
    if SensitiveKey.isSensitive(key) { return value.isEmpty ? value : Self.mask }
    return sanitise(value, limit: limit)
  }

  /// Whether a value under this key is a secret: `password`, `apiToken`, `x-api-key`, `Authorization`, but
  /// not `fencing-token`, `max_tokens` or `private-key-file`.
  public static func isSensitive(key: String) -> Bool { SensitiveKey.isSensitive(key) }
}
