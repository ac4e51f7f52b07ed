/// A strict reader of the text format 0.0.4, written from its description and not from the writer.
enum PrometheusParser {
  struct Sample {
    let name: String
    let labels: [String: String]
    let value: Double
  }

  struct Family {
    let type: String
    var samples: [Sample] = []
  }

  struct Failure: Error {
    let line: String
  }

  static func parse(_ text: String) throws -> [String: Family] {
    var families: [String: Family] = [:]
    var current = ""
    var helped = ""
    guard text.isEmpty || text.unicodeScalars.last == "\n" else {
      throw Failure(line: "no newline at the end")
    }
    let lines = text.unicodeScalars.split(separator: "\n").map { String($0) }
    for line in lines {
      if line.hasPrefix("# HELP ") {
        helped = String(line.split(separator: " ")[2])
      } else if line.hasPrefix("# TYPE ") {
        let words = line.split(separator: " ").map { String($0) }
        guard words.count == 4, ["counter", "gauge", "histogram"].contains(words[3]),
          families[words[2]] == nil,
          helped == words[2], words[2].wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil
        else { throw Failure(line: line) }
        current = words[2]
        families[current] = Family(type: words[3])
      } else {
        let sample = try parseSample(line)
        let suffixes = families[current]?.type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        guard suffixes.contains(where: { current + $0 == sample.name }) else { throw Failure(line: line) }
        families[current]?.samples.append(sample)
      }
    }
    return families
  }

  private static func parseSample(_ line: String) throws -> Sample {
    var rest = Array(line.unicodeScalars)[...]
    let name = take(&rest) { isName($0) || $0 == ":" }
    var labels: [String: String] = [:]
    if rest.first == "{" {
      repeat {
        rest.removeFirst()
        let label = take(&rest, while: isName)
        guard !label.isEmpty, labels[label] == nil, rest.starts(with: "=\"".unicodeScalars) else {
          throw Failure(line: line)
        }
        rest.removeFirst(2)
        labels[label] = try parseValue(&rest, of: line)
      } while rest.first == ","
      guard rest.popFirst() == "}" else { throw Failure(line: line) }
    }
    guard !name.isEmpty, rest.popFirst() == " " else { throw Failure(line: line) }
    let text = String(String.UnicodeScalarView(rest))
    let special = ["+Inf": Double.infinity, "-Inf": -.infinity, "NaN": .nan]
    guard let value = special[text] ?? Double(text) else { throw Failure(line: line) }
    return Sample(name: name, labels: labels, value: value)
  }

  private static func parseValue(_ rest: inout ArraySlice<Unicode.Scalar>, of line: String) throws -> String {
    var value = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return String(value) }
      if scalar != "\\" {
        value.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "\\": value.append("\\")
      case "\"": value.append("\"")
      case "n": value.append("\n")
      default: throw Failure(line: line)
      }
    }
    throw Failure(line: line)
  }

  private static func take(
    _ rest: inout ArraySlice<Unicode.Scalar>, while condition: (Unicode.Scalar) -> Bool
  ) -> String {
    let taken = rest.prefix(while: condition)
    rest.removeFirst(taken.count)
    return String(String.UnicodeScalarView(taken))
  }

  private static func isName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }
}
