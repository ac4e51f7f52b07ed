/// The version of the product, as `--version` answers it.
public enum NucleusVersion {
  public static let current = "0.1.0"
}
