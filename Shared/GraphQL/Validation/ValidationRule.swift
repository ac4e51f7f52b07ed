/// One rule of the specification (5) that a document has to follow.
///
/// A rule sees every node of the document twice, on the way in and on the way out, with the types around the
/// node in the context. A fresh instance is made for each document, so it may keep state.
public protocol ValidationRule: AnyObject, SendableMetatype {
  init()
  func enter(_ node: SyntaxNode, _ context: ValidationContext)
  func leave(_ node: SyntaxNode, _ context: ValidationContext)
}

extension ValidationRule {
  public func enter(_: SyntaxNode, _: ValidationContext) {}
  public func leave(_: SyntaxNode, _: ValidationContext) {}
}
