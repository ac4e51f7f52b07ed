/// The kinds of lexical tokens (GraphQL specification, 2.1.6).
enum TokenKind: UInt8, Sendable {
  case startOfFile, endOfFile
  case bang, dollar, ampersand, leftParenthesis, rightParenthesis, spread, colon, equals, at
  case leftBracket, rightBracket, leftBrace, pipe, rightBrace
  case name, int, float, string, blockString

  /// The token as an error message shows it.
  var label: String {
    switch self {
    case .startOfFile: "<SOF>"
    case .endOfFile: "<EOF>"
    case .bang: "\"!\""
    case .dollar: "\"$\""
    case .ampersand: "\"&\""
    case .leftParenthesis: "\"(\""
    case .rightParenthesis: "\")\""
    case .spread: "\"...\""
    case .colon: "\":\""
    case .equals: "\"=\""
    case .at: "\"@\""
    case .leftBracket: "\"[\""
    case .rightBracket: "\"]\""
    case .leftBrace: "\"{\""
    case .pipe: "\"|\""
    case .rightBrace: "\"}\""
    case .name: "Name"
    case .int: "Int"
    case .float: "Float"
    case .string: "String"
    case .blockString: "BlockString"
    }
  }

  init?(punctuator byte: UInt8) {
    switch byte {
    case UInt8(ascii: "!"): self = .bang
    case UInt8(ascii: "$"): self = .dollar
    case UInt8(ascii: "&"): self = .ampersand
    case UInt8(ascii: "("): self = .leftParenthesis
    case UInt8(ascii: ")"): self = .rightParenthesis
    case UInt8(ascii: ":"): self = .colon
    case UInt8(ascii: "="): self = .equals
    case UInt8(ascii: "@"): self = .at
    case UInt8(ascii: "["): self = .leftBracket
    case UInt8(ascii: "]"): self = .rightBracket
    case UInt8(ascii: "{"): self = .leftBrace
    case UInt8(ascii: "|"): self = .pipe
    case UInt8(ascii: "}"): self = .rightBrace
    default: return nil
    }
  }
}
