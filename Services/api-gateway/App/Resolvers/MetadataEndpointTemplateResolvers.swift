import Domain
import GraphQL

/// `MetadataEndpointTemplate` and `MetadataEndpointField`
enum MetadataEndpointTemplateResolvers {
  static func add(to resolvers: inout Resolvers) {
    resolvers.object("MetadataEndpointTemplate", EndpointTemplate.self) { type in
      type.property("id") { $0.kind.rawValue }
      type.property("family") { $0.family.rawValue }
      type.property("title") { $0.title }
      type.property("vendor") { $0.vendor }
      type.property("description") { $0.description }
      type.property("fields") { $0.fields }
      type.property("sampleConfig") { $0.sampleConfig }
    }
    resolvers.object("MetadataEndpointField", EndpointField.self) { type in
      type.property("key") { $0.key }
      type.property("label") { $0.label }
      type.property("required") { $0.isRequired }
      type.property("valueType") { $0.valueType.rawValue }
      type.property("description") { $0.description }
      type.property("placeholder") { $0.placeholder }
      type.property("defaultValue") { $0.defaultValue }
      type.property("advanced") { $0.isAdvanced }
      type.property("sensitive") { $0.isSensitive }
    }
  }
}
