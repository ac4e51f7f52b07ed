import Domain
import Logging

/// Nested metadata as dotted keys with redacted text.
public enum FlatMetadata {
  /// The entries in the order of their keys.
  public static func entries(
    of metadata: Logger.Metadata, redactedBy redactor: Redactor
  ) -> [(key: String, value: String)] {
    entries(of: metadata) { redactor.redact(key: $0, value: $1) }
  }

  /// The entries in the order of their keys, fit to be stored and shown.
  /// - Parameter limit: characters of one value.
  public static func entries(
    of metadata: Logger.Metadata, sanitisedBy redactor: Redactor, limit: Int
  ) -> [(key: String, value: String)] {
    entries(of: metadata) { redactor.sanitise(key: $0, value: $1, limit: limit) }
  }

  private static func entries(
    of metadata: Logger.Metadata, clean: (_ key: String, _ value: String) -> String
  ) -> [(key: String, value: String)] {
    var entries: [(key: String, value: String)] = []
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      append(value, under: key, clean, to: &entries)
    }
    return entries
  }

  private static func append(
    _ value: Logger.Metadata.Value, under key: String, _ clean: (_ key: String, _ value: String) -> String,
    to entries: inout [(key: String, value: String)]
  ) {
    switch value {
    case .string(let text): entries.append((key, clean(key, text)))
    case .stringConvertible(let other):
      entries.append((key, clean(key, other.description)))
    case .dictionary(let inner):
      for (name, value) in inner.sorted(by: { $0.key < $1.key }) {
        append(value, under: "\(key).\(name)", clean, to: &entries)
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        append(element, under: "\(key).\(index)", clean, to: &entries)
      }
    }
  }
}
