/// Why a token is not taken. The words go to the caller and name no value of the token.
struct TokenRefusal: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
