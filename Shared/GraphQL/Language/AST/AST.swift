/// The syntax nodes of a document, as values. They are named as in the grammar (GraphQL specification,
/// appendix B), and equal when they say the same, wherever they stand.
public enum AST {}
