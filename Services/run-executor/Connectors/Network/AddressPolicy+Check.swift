extension AddressPolicy {
  /// Checks what a host resolved to. One refused address refuses them all, for any of them may be the one that
  /// is connected to.
  /// - Parameter addresses: as name resolution gave them. What is no address, such as the path of a socket, is
  ///   refused.
  func check(_ addresses: [String]) throws(AddressRefusal) {
    for text in addresses { try check(text) }
  }

  private func check(_ text: String) throws(AddressRefusal) {
    guard let address = IPAddress(text) else {
      throw AddressRefusal(address: text, reason: "is not a network address")
    }
    switch AddressScope(of: address) {
    case .everywhere: return
    case .restricted(let name):
      guard !allowsPrivateNetworks else { return }
      throw AddressRefusal(address: text, reason: "is \(name), and this installation allows public ones only")
    case .forbidden(let name):
      throw AddressRefusal(address: text, reason: "is \(name), which is never allowed")
    }
  }
}
