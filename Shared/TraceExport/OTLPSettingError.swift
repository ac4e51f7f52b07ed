/// What is wrong with a setting, as the rest of a sentence that begins with its name. Holds nothing of its value.
public struct OTLPSettingError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
