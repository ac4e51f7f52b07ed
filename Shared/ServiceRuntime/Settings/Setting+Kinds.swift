extension Setting where Value == String {
  /// Any text.
  public static func string(_ name: String, _ meaning: String, default: String? = nil) -> Setting {
    Setting(name, meaning, form: "text", default: `default`, defaultText: `default`) { $0 }
  }

  /// A URL of one of the given schemes with a host. It may hold a password, so it is never shown.
  public static func url(
    _ name: String, _ meaning: String, schemes: [String], default: String? = nil
  ) -> Setting {
    let form = schemes.map { "\($0)://…" }.joined(separator: " | ")
    return Setting(
      name, meaning, form: form, default: `default`, defaultText: `default`, isSecret: true
    ) { text in
      guard let scheme = schemes.first(where: { text.lowercased().hasPrefix("\($0)://") }) else {
        throw SettingRefusal("has to begin with " + schemes.map { "\($0)://" }.joined(separator: " or "))
      }
      guard let first = text.dropFirst(scheme.count + 3).first, !"/?#".contains(first) else {
        throw SettingRefusal("names no host")
      }
      return text
    }
  }
}

extension Setting where Value == Int {
  /// A whole number in a range.
  public static func integer(
    _ name: String, _ meaning: String, in range: ClosedRange<Int>, default: Int? = nil
  ) -> Setting {
    let form = "\(range.lowerBound)…\(range.upperBound)"
    return Setting(name, meaning, form: form, default: `default`, defaultText: `default`.map(String.init)) {
      guard let number = Int($0), range.contains(number) else {
        throw SettingRefusal("has to be a whole number in \(form)")
      }
      return number
    }
  }
}

extension Setting where Value == Double {
  /// A number from 0 to 1.
  public static func fraction(_ name: String, _ meaning: String, default: Double? = nil) -> Setting {
    let form = "0…1"
    return Setting(name, meaning, form: form, default: `default`, defaultText: `default`.map(decimal)) {
      guard let number = Double($0), (0...1).contains(number) else {
        throw SettingRefusal("has to be a number in \(form)")
      }
      return number
    }
  }
}

extension Setting where Value == Duration {
  /// A length of time in seconds, fractions allowed.
  public static func seconds(
    _ name: String, _ meaning: String, in range: ClosedRange<Double>, default: Double? = nil
  ) -> Setting {
    let form = "\(decimal(range.lowerBound))…\(decimal(range.upperBound)) seconds"
    return Setting(
      name, meaning, form: form, default: `default`.map(Duration.seconds), defaultText: `default`.map(decimal)
    ) {
      guard let number = Double($0), range.contains(number) else {
        throw SettingRefusal("has to be a number in \(form)")
      }
      return .seconds(number)
    }
  }

}

/// As an operator would write it: whole numbers without a fraction.
private func decimal(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

extension Setting where Value == Bool {
  /// `on` or `off`.
  public static func toggle(_ name: String, _ meaning: String, default: Bool? = nil) -> Setting {
    let text = `default`.map { $0 ? "on" : "off" }
    return Setting(name, meaning, form: "on | off", default: `default`, defaultText: text) {
      switch $0 {
      case "on": true
      case "off": false
      default: throw SettingRefusal("has to be on or off")
      }
    }
  }
}

extension Setting where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the cases of an enumeration, by its raw value.
  public static func choice(_ name: String, _ meaning: String, default: Value? = nil) -> Setting {
    let names = Value.allCases.map(\.rawValue)
    let form = names.joined(separator: " | ")
    return Setting(name, meaning, form: form, default: `default`, defaultText: `default`?.rawValue) {
      guard let value = Value(rawValue: $0) else {
        throw SettingRefusal("has to be one of " + names.joined(separator: ", "))
      }
      return value
    }
  }
}

extension Setting where Value == SecretText {
  /// The path of a file that holds a secret; the value is its content without white space at the ends.
  public static func secretFile(_ name: String, _ meaning: String) -> Setting {
    Setting(name, meaning, form: "path of a file") { try SecretText(contentsOfFile: $0) }
  }
}

extension Setting {
  /// A setting of any other form.
  /// - Parameter parse: see ``then(_:)`` about what it throws.
  public static func parsed(
    _ name: String, _ meaning: String, form: String, isSecret: Bool = false,
    parse: @escaping @Sendable (String) throws -> Value
  ) -> Setting {
    Setting(name, meaning, form: form, isSecret: isSecret, parse: parse)
  }

  private init(
    _ name: String, _ meaning: String, form: String, default: Value? = nil, defaultText: String? = nil,
    isSecret: Bool = false, parse: @escaping @Sendable (String) throws -> Value
  ) {
    var fallback: (@Sendable () throws -> Value)?
    if let value = `default` { fallback = { value } }
    self.init(
      name: name, meaning: meaning, form: form, defaultText: defaultText, isSecret: isSecret, parse: parse,
      fallback: fallback)
  }
}
