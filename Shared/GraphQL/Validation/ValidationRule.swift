/// One rule of the specification (5) that a document has to follow.
///
/// A rule sees every node of the document twice, on the way in and on the way out, with the types around the
/// node in the context. A fresh instance is made for each document, so it may keep state.
public protocol ValidationRule: AnyObject, SendableMetatype {
  /// What is said of every error of the rule to callers who are not told the names of the schema. Repeats nothing of
  /// the document either.
  static var plainMessage: String { get }
  init()
  func enter(_ node: SyntaxNode, _ context: ValidationContext)
  func leave(_ node: SyntaxNode, _ context: ValidationContext)
}

extension ValidationRule {
  public func enter(_: SyntaxNode, _: ValidationContext) {}
  public func leave(_: SyntaxNode, _: ValidationContext) {}

  /// Adds an error with the places it is about, the most important first.
  /// - Parameter message: what is wrong, with the names of the document and the schema.
  public func report(
    _ context: ValidationContext, _ message: @autoclosure () -> String, at locations: NodeLocation...
  ) {
    report(context, message(), at: locations)
  }

  /// Adds an error with the places it is about.
  public func report(
    _ context: ValidationContext, _ message: @autoclosure () -> String, at locations: [NodeLocation]
  ) {
    context.add(context.suggestsNames ? message() : Self.plainMessage, at: locations)
  }
}
