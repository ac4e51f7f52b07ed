import Foundation

/// The forms in which a secret could stand somewhere and still be read by whoever finds it.
struct SecretForms: Sendable {
  let secret: String
  let forms: [String]

  init(_ secret: String) {
    self.secret = secret
    let bytes = Array(secret.utf8)
    var forms: Set<String> = [secret]
    for allowed in [CharacterSet.alphanumerics, .alphanumerics.union(CharacterSet(charactersIn: "-._~"))] {
      // The set holds letters of all languages; only those of ASCII stay as they are in URLs.
      let ascii = allowed.intersection(CharacterSet(charactersIn: Unicode.Scalar(0)...Unicode.Scalar(127)))
      guard let escaped = secret.addingPercentEncoding(withAllowedCharacters: ascii) else { continue }
      forms.formUnion([escaped, escaped.lowercased(), escaped.replacing("%20", with: "+")])
    }
    for options in [JSONEncoder.OutputFormatting.withoutEscapingSlashes, []] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = options
      if let json = try? encoder.encode(secret) {
        forms.insert(String(decoding: json.dropFirst().dropLast(), as: UTF8.self))
      }
    }
    // What of the secret is the same wherever in a longer text it is encoded.
    for offset in 0..<3 {
      let padded = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString().filter {
        $0 != "="
      }
      let inner = String(padded.dropFirst(offset == 0 ? 0 : offset + 1).dropLast(2))
      forms.formUnion([inner, inner.replacing("+", with: "-").replacing("/", with: "_")])
    }
    let hex = bytes.map { String(format: "%02x", $0) }.joined()
    forms.formUnion([hex, hex.uppercased()])
    self.forms = forms.filter { $0.utf8.count >= 8 }
  }

  /// - Returns: the form that stands in the text; nil where none does.
  func found(in text: some StringProtocol) -> String? { forms.first { text.contains($0) } }

  func found(in bytes: Data) -> String? { forms.first { bytes.range(of: Data($0.utf8)) != nil } }
}
