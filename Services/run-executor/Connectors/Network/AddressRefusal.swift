/// Why an address may not be connected to; safe to show.
struct AddressRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  let address: String
  let reason: String

  var description: String { "\(address) \(reason)" }
}
