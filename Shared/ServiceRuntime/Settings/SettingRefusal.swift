/// Why a setting's text was refused, without the text itself.
struct SettingRefusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
