/// Builds the syntax of a document (GraphQL specification, appendix B.3) by recursive descent.
///
/// Every production that can hold itself counts its depth, so the stack is bounded by the limits.
struct Parser {
  private var lexer: Lexer
  private(set) var token: Token
  private(set) var depth = 0

  init(_ text: String, limits: DocumentLimits) throws(GraphQLError) {
    lexer = try Lexer(text, limits: limits)
    token = Token(kind: .startOfFile, text: "", location: .none)
    token = try lexer.next()
  }

  mutating func document() throws(GraphQLError) -> AST.Document {
    var definitions: [AST.Definition] = []
    repeat { definitions.append(try definition()) } while token.kind != .endOfFile
    return AST.Document(definitions: definitions)
  }

  private mutating func definition() throws(GraphQLError) -> AST.Definition {
    let start = token.location
    let description = try description()
    if token.kind == .leftBrace {
      try refuse(description, of: "an operation without a name", at: start)
      return .operation(try operation(description: nil, at: start))
    }
    guard token.kind == .name else { throw unexpected() }
    if let definition = try typeSystemDefinition(description: description, at: start) {
      return definition
    }
    switch token.text {
    case "query", "mutation", "subscription":
      return .operation(try operation(description: description, at: start))
    case "fragment": return .fragment(try fragment(description: description, at: start))
    case "extend":
      try refuse(description, of: "an extension", at: start)
      return try typeSystemExtension()
    default: throw unexpected()
    }
  }

  private func refuse(
    _ description: String?, of what: String, at location: NodeLocation
  ) throws(GraphQLError) {
    guard description != nil else { return }
    throw GraphQLError(
      "Syntax Error: Unexpected description, \(what) has none.", at: [location], code: .syntax)
  }

  // MARK: Tokens

  @discardableResult
  mutating func advance() throws(GraphQLError) -> Token {
    let current = token
    token = try lexer.next()
    return current
  }

  @discardableResult
  mutating func expect(_ kind: TokenKind) throws(GraphQLError) -> Token {
    guard token.kind == kind else {
      throw GraphQLError(
        "Syntax Error: Expected \(kind.label), found \(token.label).", at: [token.location], code: .syntax)
    }
    return try advance()
  }

  mutating func skip(_ kind: TokenKind) throws(GraphQLError) -> Bool {
    guard token.kind == kind else { return false }
    try advance()
    return true
  }

  func atKeyword(_ keyword: String) -> Bool { token.kind == .name && token.text == keyword }

  mutating func skipKeyword(_ keyword: String) throws(GraphQLError) -> Bool {
    guard atKeyword(keyword) else { return false }
    try advance()
    return true
  }

  mutating func expectKeyword(_ keyword: String) throws(GraphQLError) {
    guard try skipKeyword(keyword) else {
      throw GraphQLError(
        "Syntax Error: Expected \"\(keyword)\", found \(token.label).", at: [token.location], code: .syntax)
    }
  }

  func unexpected() -> GraphQLError {
    GraphQLError("Syntax Error: Unexpected \(token.label).", at: [token.location], code: .syntax)
  }

  mutating func name() throws(GraphQLError) -> AST.Name {
    let token = try expect(.name)
    return AST.Name(token.text, location: token.location)
  }

  /// Runs a production one level deeper.
  mutating func nested<R>(_ body: (inout Parser) throws(GraphQLError) -> R) throws(GraphQLError) -> R {
    guard depth < lexer.limits.maximumDepth else {
      throw GraphQLError(
        "The document nests deeper than \(lexer.limits.maximumDepth) levels.", at: [token.location],
        code: .tooDeep)
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  /// One or more items between two tokens.
  mutating func many<R>(
    _ open: TokenKind, _ close: TokenKind, _ item: (inout Parser) throws(GraphQLError) -> R
  ) throws(GraphQLError) -> [R] {
    try expect(open)
    var items: [R] = []
    repeat { items.append(try item(&self)) } while token.kind != close
    try advance()
    return items
  }

  /// Nothing, or one or more items between two tokens.
  mutating func optionalMany<R>(
    _ open: TokenKind, _ close: TokenKind, _ item: (inout Parser) throws(GraphQLError) -> R
  ) throws(GraphQLError) -> [R] {
    token.kind == open ? try many(open, close, item) : []
  }
}

extension AST.Document {
  /// Parses a document of either grammar.
  /// - Throws: a located ``GraphQLError`` with one of the codes `syntax`, `documentTooLarge`, `tooManyTokens`,
  ///   `tooDeep`.
  public init(parsing text: String, limits: DocumentLimits = DocumentLimits()) throws(GraphQLError) {
    var parser = try Parser(text, limits: limits)
    self = try parser.document()
  }
}
