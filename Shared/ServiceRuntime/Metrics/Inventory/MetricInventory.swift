/// Every metric of the product, in one place.
///
/// A metric that is missing here is exposed without a meaning and fails the tests, which compare this list with the
/// sources, with what processes really expose and with `docs/operations/metrics.md`.
public enum MetricInventory {
  public static let all = platform + scheduler + executor + webhooks + gateway + messages + process
}
