import OrderedCollections

/// All that clients of one version of a schema may notice of another.
///
/// Descriptions and deprecations are not looked at: they tell people something, and no program.
public struct SchemaChanges: Sendable {
  /// In the order of the old schema's definitions.
  public private(set) var all: [SchemaChange] = []

  public var breaking: [SchemaChange] { all.filter { $0.severity == .breaking } }
  public var dangerous: [SchemaChange] { all.filter { $0.severity == .dangerous } }

  public init(from old: Schema, to new: Schema) {
    for operation in OperationType.allCases { compareRoot(of: operation, old, new) }
    for type in old.types.values {
      if let other = new.types[type.name] {
        compare(type, other)
      } else {
        add(.typeRemoved, type.name, "was removed")
      }
    }
    for directive in old.directives.values {
      if let other = new.directives[directive.name] {
        compare(directive, other)
      } else {
        add(.directiveRemoved, "@\(directive.name)", "was removed")
      }
    }
  }

  mutating func add(_ kind: SchemaChangeKind, _ coordinate: String, _ change: String) {
    all.append(SchemaChange(kind, coordinate, change))
  }

  private mutating func compareRoot(of operation: OperationType, _ old: Schema, _ new: Schema) {
    guard let before = old.rootType(of: operation)?.name else { return }
    let after = new.rootType(of: operation)?.name
    guard before != after else { return }
    add(
      .rootTypeChanged, before,
      "is not the type of \(operation.rawValue) operations any more" + (after.map { ", \($0) is" } ?? ""))
  }

  private mutating func compare(_ old: NamedType, _ new: NamedType) {
    switch (old, new) {
    case (.scalar, .scalar): break
    case (.object(let old), .object(let new)):
      compare(old.fields, new.fields, of: old.name)
      compareInterfaces(old.interfaces, new.interfaces, of: old.name)
    case (.interface(let old), .interface(let new)):
      compare(old.fields, new.fields, of: old.name)
      compareInterfaces(old.interfaces, new.interfaces, of: old.name)
    case (.union(let old), .union(let new)):
      for member in old.members where !new.members.contains(member) {
        add(.typeRemovedFromUnion, old.name, "lost its member \(member)")
      }
      for member in new.members where !old.members.contains(member) {
        add(.typeAddedToUnion, old.name, "got the member \(member)")
      }
    case (.enumeration(let old), .enumeration(let new)):
      for value in old.values.keys where new.values[value] == nil {
        add(.valueRemovedFromEnum, "\(old.name).\(value)", "was removed")
      }
      for value in new.values.keys where old.values[value] == nil {
        add(.valueAddedToEnum, "\(old.name).\(value)", "was added")
      }
    case (.inputObject(let old), .inputObject(let new)): compare(old, new)
    default: add(.typeChangedKind, old.name, "changed from \(old.kindInWords) to \(new.kindInWords)")
    }
  }

  private mutating func compareInterfaces(_ old: [String], _ new: [String], of type: String) {
    for interface in old where !new.contains(interface) {
      add(.implementedInterfaceRemoved, type, "does not implement \(interface) any more")
    }
    for interface in new where !old.contains(interface) {
      add(.implementedInterfaceAdded, type, "implements \(interface) now")
    }
  }

  private mutating func compare(
    _ old: OrderedDictionary<String, FieldDefinition>, _ new: OrderedDictionary<String, FieldDefinition>,
    of type: String
  ) {
    for field in old.values {
      let coordinate = "\(type).\(field.name)"
      guard let other = new[field.name] else {
        add(.fieldRemoved, coordinate, "was removed")
        continue
      }
      if !TypeCompatibility.isOutputSafe(field.type, other.type) {
        add(.fieldChangedType, coordinate, "changed its type from \(field.type) to \(other.type)")
      }
      compareArguments(field.arguments, other.arguments, of: coordinate)
    }
  }
}

extension NamedType {
  fileprivate var kindInWords: String {
    switch self {
    case .scalar: "a scalar"
    case .object: "an object type"
    case .interface: "an interface"
    case .union: "a union"
    case .enumeration: "an enum"
    case .inputObject: "an input object"
    }
  }
}
