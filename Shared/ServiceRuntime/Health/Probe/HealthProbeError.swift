/// Why a process could not be asked, as the rest of a sentence about it.
struct HealthProbeError: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
