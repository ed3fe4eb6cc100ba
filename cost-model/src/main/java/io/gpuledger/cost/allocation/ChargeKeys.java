package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** The values of the group keys that a charge itself carries. */
public final class ChargeKeys implements Function<GroupKey, String> {
  private final EnumMap<GroupKey.Name, String> values;
  private final Map<String, String> tags;

  /**
   * Keys of a charge.
   *
   * @param values by key; an absent or empty one is missing
   * @param tags the charge's tags
   */
  public ChargeKeys(Map<GroupKey.Name, String> values, Map<String, String> tags) {
    this.values = new EnumMap<>(GroupKey.Name.class);
    this.values.putAll(values);
    this.tags = Map.copyOf(tags);
  }

  public String get(GroupKey.Name name) {
    return presentOrMissing(values.get(name));
  }

  public Map<String, String> tags() {
    return tags;
  }

  @Override
  public String apply(GroupKey key) {
    return key.name() == GroupKey.Name.TAG
        ? presentOrMissing(tags.get(key.tag()))
        : get(key.name());
  }

  private static String presentOrMissing(@org.jspecify.annotations.Nullable String value) {
    return value == null || value.isEmpty() ? GroupKey.MISSING : value;
  }

  @Override
  public String toString() {
    return values + " " + tags;
  }
}
