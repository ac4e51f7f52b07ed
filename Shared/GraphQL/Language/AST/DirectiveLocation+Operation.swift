extension DirectiveLocation {
  /// The place of directives on an operation itself.
  init(_ operation: OperationType) {
    switch operation {
    case .query: self = .query
    case .mutation: self = .mutation
    case .subscription: self = .subscription
    }
  }
}
