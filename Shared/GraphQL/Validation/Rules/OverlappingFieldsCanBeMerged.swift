import OrderedCollections

/// 5.3.2: Fields with one key in the response can be merged into one.
///
/// Instead of comparing all pairs, fields are grouped: being of the same shape, and being the same field with
/// the same arguments, are equivalences, so that each member of a group is compared with one other only.
/// Groups that were looked at are remembered, so that fragments spread in many places cost once.
final class OverlappingFieldsCanBeMerged: ValidationRule {
  static let plainMessage = "Two fields conflict. Use different aliases to fetch both."

  func leave(_ node: SyntaxNode, _ context: ValidationContext) {
    guard case .document(let document) = node, !FragmentCycles.exist(in: context) else { return }
    var merge = FieldMerge(context: context, rule: self)
    for operation in document.operations {
      let type = context.schema.rootType(of: operation.operation).map(NamedType.object)
      merge.check(operation.selectionSet, of: type)
    }
    for fragment in document.fragments {
      merge.check(fragment.selectionSet, of: context.schema.types[fragment.typeCondition.value])
    }
  }
}
