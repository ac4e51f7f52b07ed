/// The sources of a list of objects which all have one Swift type and none of which is null.
public struct ObjectList: Sendable {
  let sources: any SourceArray
  public var count: Int { sources.count }

  public init<Source: Sendable>(_ sources: [Source]) { self.sources = TypedSources(elements: sources) }
}
