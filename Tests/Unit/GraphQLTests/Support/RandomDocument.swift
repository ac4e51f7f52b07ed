/// Writes random documents of both grammars, in random layout.
struct RandomDocument {
  private var random: SeededGenerator
  private var depth = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func text() -> String {
    (0...random.int(0...4)).map { _ in definition() }.joined(separator: separator())
  }

  private mutating func separator() -> String {
    ["\n", " ", "  \r\n", " # a comment\n", ",\t\n"].randomElement(using: &random) ?? " "
  }

  private mutating func name() -> String {
    ["a", "b_1", "_x", "query", "on2", "type", "Longer_Name_Than_Fifteen", "input", "fragment"]
      .randomElement(using: &random) ?? "a"
  }

  private mutating func definition() -> String {
    switch random.int(0...9) {
    case 0: selectionSet()
    case 1...3:
      "\(description())\(["query", "mutation", "subscription"].randomElement(using: &random) ?? "query") "
        + "\(random.flip() ? name() : "")\(variables())\(directives(false)) \(selectionSet())"
    case 4: "\(description())fragment \(name()) on \(name())\(directives(false)) \(selectionSet())"
    case 5: "\(description())type \(name())\(implements())\(directives(true)) {\(fields())}"
    case 6: "\(description())enum \(name()) {\(separator())\(name())\(directives(true)) B C}"
    case 7: "\(description())union \(name()) = | \(name()) | \(name())"
    case 8:
      "\(description())input \(name()) {\(description())\(name()): \(type()) = \(value(true))\(directives(true))}"
    default:
      "extend interface \(name())\(implements()) {\(fields())} "
        + "directive @\(name())(a: \(type())) repeatable on FIELD | OBJECT scalar \(name())"
    }
  }

  private mutating func fields() -> String {
    (0...random.int(0...2)).map { _ in
      "\(description())\(name())\(random.flip() ? "(\(description())\(name()): \(type()) = \(value(true)))" : ""): "
        + "\(type())\(directives(true))"
    }.joined(separator: separator())
  }

  private mutating func implements() -> String { random.flip() ? " implements & \(name()) & \(name())" : "" }

  private mutating func description() -> String {
    switch random.int(0...5) {
    case 0: "\(string()) "
    case 1: "\"\"\"\(separator())  text\n    more \\\"\"\" \n\n  end\(separator())\"\"\"\n"
    case 2: "\"\"\"   \"\"\" "
    default: ""
    }
  }

  private mutating func variables() -> String {
    random.flip()
      ? "(\(description())$\(name()): \(type())\(random.flip() ? " = \(value(true))" : "")\(directives(true)))"
      : ""
  }

  private mutating func directives(_ constant: Bool) -> String {
    random.flip(4) ? " @\(name())(\(name()): \(value(constant)))" : random.flip(5) ? " @\(name())" : ""
  }

  private mutating func selectionSet() -> String {
    depth += 1
    defer { depth -= 1 }
    let selections = (0...random.int(0...2)).map { _ -> String in
      switch random.int(0...5) {
      case 0: return "...\(name())\(directives(false))"
      case 1 where depth < 6:
        return "... \(random.flip() ? "on \(name())" : "")\(directives(false)) \(selectionSet())"
      default:
        let alias = random.flip(3) ? "\(name()): " : ""
        let arguments = random.flip(3) ? "(\(name()): \(value(false)), \(name()): \(value(false)))" : ""
        return "\(alias)\(name())\(arguments)\(directives(false)) "
          + (depth < 6 && random.flip(3) ? selectionSet() : "")
      }
    }
    return "{\(separator())\(selections.joined(separator: separator()))}"
  }

  private mutating func type() -> String {
    depth += 1
    defer { depth -= 1 }
    let inner = depth < 6 && random.flip(3) ? "[\(type())]" : name()
    return random.flip(3) ? inner + "!" : inner
  }

  private mutating func string() -> String {
    [
      #""""#, #""plain""#, #""\u00e9\n\t\"\\ \uD83D\uDE00 \u{1F600}""#, "\"ünï 😀\"",
      "\"\"\"\n  a\n    b\n\"\"\"", "\"\u{1}\"",
    ]
    .randomElement(using: &random) ?? #""""#
  }

  private mutating func value(_ constant: Bool) -> String {
    depth += 1
    defer { depth -= 1 }
    switch random.int(0...(depth < 6 ? 9 : 6)) {
    case 0: return constant ? "0" : "$\(name())"
    case 1: return "\(random.int(-99...99))"
    case 2: return "-1.5e+10"
    case 3: return string()
    case 4: return random.flip() ? "true" : "null"
    case 5, 6: return "ENUM_VALUE"
    case 7, 8: return "[\(value(constant)) \(value(constant))]"
    default: return "{\(name()): \(value(constant)) \(name()): \(value(constant))}"
    }
  }
}
