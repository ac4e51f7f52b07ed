/// What can change between two versions of a schema. Additions that no existing client can notice are none of these.
public enum SchemaChangeKind: String, Hashable, Sendable, CaseIterable {
  case typeRemoved = "TYPE_REMOVED"
  case typeChangedKind = "TYPE_CHANGED_KIND"
  case typeRemovedFromUnion = "TYPE_REMOVED_FROM_UNION"
  case valueRemovedFromEnum = "VALUE_REMOVED_FROM_ENUM"
  case requiredInputFieldAdded = "REQUIRED_INPUT_FIELD_ADDED"
  case implementedInterfaceRemoved = "IMPLEMENTED_INTERFACE_REMOVED"
  case fieldRemoved = "FIELD_REMOVED"
  case fieldChangedType = "FIELD_CHANGED_KIND"
  case requiredArgumentAdded = "REQUIRED_ARG_ADDED"
  case argumentRemoved = "ARG_REMOVED"
  case argumentChangedType = "ARG_CHANGED_KIND"
  case directiveRemoved = "DIRECTIVE_REMOVED"
  case directiveArgumentRemoved = "DIRECTIVE_ARG_REMOVED"
  case requiredDirectiveArgumentAdded = "REQUIRED_DIRECTIVE_ARG_ADDED"
  case directiveRepeatableRemoved = "DIRECTIVE_REPEATABLE_REMOVED"
  case directiveLocationRemoved = "DIRECTIVE_LOCATION_REMOVED"
  /// The schema has another root type for an operation, or none.
  case rootTypeChanged = "ROOT_TYPE_CHANGED"
  /// Of an input object exactly one field is to be given now.
  case oneOfAdded = "ONE_OF_ADDED"

  case valueAddedToEnum = "VALUE_ADDED_TO_ENUM"
  case typeAddedToUnion = "TYPE_ADDED_TO_UNION"
  case optionalInputFieldAdded = "OPTIONAL_INPUT_FIELD_ADDED"
  case optionalArgumentAdded = "OPTIONAL_ARG_ADDED"
  case implementedInterfaceAdded = "IMPLEMENTED_INTERFACE_ADDED"
  case argumentDefaultChanged = "ARG_DEFAULT_VALUE_CHANGE"
  case inputFieldDefaultChanged = "INPUT_FIELD_DEFAULT_VALUE_CHANGE"

  public var severity: SchemaChangeSeverity {
    switch self {
    case .valueAddedToEnum, .typeAddedToUnion, .optionalInputFieldAdded, .optionalArgumentAdded,
      .implementedInterfaceAdded, .argumentDefaultChanged, .inputFieldDefaultChanged:
      .dangerous
    default: .breaking
    }
  }
}
