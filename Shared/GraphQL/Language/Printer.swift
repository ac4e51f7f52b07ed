/// Writes syntax as text that parses to the same syntax again.
struct Printer {
  private(set) var text = ""
  private var indentation = 0
  /// Whether a query may be written as its selection only: behind a type without fields, that would be its fields.
  private(set) var canAbbreviate = true

  mutating func write(_ string: String) { text += string }

  mutating func newLine() {
    text += "\n"
    text += String(repeating: "  ", count: indentation)
  }

  mutating func indented(_ body: (inout Printer) -> Void) {
    indentation += 1
    body(&self)
    indentation -= 1
  }

  /// Items on lines of their own between braces.
  mutating func block<Item>(_ items: [Item], _ write: (inout Printer, Item) -> Void) {
    text += "{"
    indentation += 1
    for item in items {
      newLine()
      write(&self, item)
    }
    indentation -= 1
    newLine()
    text += "}"
  }

  mutating func separated<Item>(
    _ items: [Item], by separator: String, _ write: (inout Printer, Item) -> Void
  ) {
    for (index, item) in items.enumerated() {
      if index > 0 { text += separator }
      write(&self, item)
    }
  }

  mutating func write(_ document: AST.Document) {
    separated(document.definitions, by: "\n\n") { printer, definition in
      printer.write(definition)
      printer.canAbbreviate = definition.isExecutable
    }
  }

  private mutating func write(_ definition: AST.Definition) {
    switch definition {
    case .operation(let node): write(node)
    case .fragment(let node): write(node)
    case .schema(let node): write(node, isExtension: false)
    case .schemaExtension(let node): write(node, isExtension: true)
    case .type(let node): write(node, isExtension: false)
    case .typeExtension(let node): write(node, isExtension: true)
    case .directive(let node): write(node)
    }
  }

  mutating func write(string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  mutating func write(description: String?) {
    guard let description else { return }
    if BlockString.canHold(description) {
      write("\"\"\"")
      for line in description.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.isEmpty { text += "\n" } else { newLine() }
        text += Self.escapingTripleQuotes(String(line))
      }
      newLine()
      write("\"\"\"")
    } else {
      write(string: description)
    }
    newLine()
  }

  private static func escapingTripleQuotes(_ line: String) -> String {
    var result = ""
    var rest = Substring(line)
    while let range = rest.firstRange(of: "\"\"\"") {
      result += rest[..<range.lowerBound] + "\\\"\"\""
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}

extension AST.Document {
  /// The document as text, laid out in the usual way.
  public var printed: String {
    var printer = Printer()
    printer.write(self)
    return printer.text + "\n"
  }
}
