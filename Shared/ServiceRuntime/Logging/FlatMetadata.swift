import Domain
import Logging

/// Nested metadata as dotted keys with redacted text.
public enum FlatMetadata {
  /// The entries in the order of their keys.
  public static func entries(
    of metadata: Logger.Metadata, redactedBy redactor: Redactor
  ) -> [(key: String, value: String)] {
    var entries: [(key: String, value: String)] = []
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      append(value, under: key, redactedBy: redactor, to: &entries)
    }
    return entries
  }

  private static func append(
    _ value: Logger.Metadata.Value, under key: String, redactedBy redactor: Redactor,
    to entries: inout [(key: String, value: String)]
  ) {
    switch value {
    case .string(let text): entries.append((key, redactor.redact(key: key, value: text)))
    case .stringConvertible(let other):
      entries.append((key, redactor.redact(key: key, value: other.description)))
    case .dictionary(let inner):
      for (name, value) in inner.sorted(by: { $0.key < $1.key }) {
        append(value, under: "\(key).\(name)", redactedBy: redactor, to: &entries)
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        append(element, under: "\(key).\(index)", redactedBy: redactor, to: &entries)
      }
    }
  }
}
