/// The platform could not be brought into the state a test needs.
struct PlatformError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
