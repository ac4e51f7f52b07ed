/// A node that a validation rule is shown.
public enum SyntaxNode {
  case document(AST.Document)
  case operation(AST.OperationDefinition)
  case fragment(AST.FragmentDefinition)
  /// A definition of a type system, which has no place in a document to execute. Not looked into.
  case typeSystem(AST.Definition)
  case variableDefinition(AST.VariableDefinition)
  case selectionSet(AST.SelectionSet)
  case field(AST.Field)
  case fragmentSpread(AST.FragmentSpread)
  case inlineFragment(AST.InlineFragment)
  /// The directives at one place, before each of them.
  case directives([AST.Directive], DirectiveLocation)
  case directive(AST.Directive, DirectiveLocation)
  case argument(AST.Argument)
  case value(AST.Value)
  case objectField(AST.ObjectField)
}
