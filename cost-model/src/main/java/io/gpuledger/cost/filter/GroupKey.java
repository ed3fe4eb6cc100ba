package io.gpuledger.cost.filter;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A key by which money can be grouped and filtered: one of the {@link Name}s, or a tag.
 *
 * @param name which key
 * @param tag the tag's key where {@code name} is {@link Name#TAG}, else empty
 */
public record GroupKey(Name name, String tag) implements Comparable<GroupKey> {
  /** The value of a key that a row does not have. */
  public static final String MISSING = "-";

  /** Longest key of a tag, in characters. */
  public static final int TAG_LIMIT = 256;

  /** Where the values of a key are kept. */
  public enum Grain {
    /** In the daily mart and in lines. */
    SHARED,
    /** In the daily mart by detail and in lines. */
    DETAIL
  }

  /** The closed list of keys, by the name users write. */
  public enum Name {
    PROVIDER("provider", Grain.SHARED),
    SOURCE("source", Grain.SHARED),
    ACCOUNT("account", Grain.SHARED),
    SUB_ACCOUNT("subAccount", Grain.SHARED),
    REGION("region", Grain.SHARED),
    SERVICE("service", Grain.SHARED),
    SERVICE_CATEGORY("serviceCategory", Grain.SHARED),
    CHARGE_CATEGORY("chargeCategory", Grain.SHARED),
    PRICING_CATEGORY("pricingCategory", Grain.SHARED),
    COMMITMENT("commitment", Grain.SHARED),
    DEVICE_MODEL("deviceModel", Grain.SHARED),
    STATE("state", Grain.SHARED),
    BASIS("basis", Grain.SHARED),
    CURRENCY("currency", Grain.SHARED),
    TEAM("team", Grain.SHARED),
    COST_CENTER("costCenter", Grain.SHARED),
    PROJECT("project", Grain.SHARED),
    ENVIRONMENT("environment", Grain.SHARED),
    CLUSTER("cluster", Grain.SHARED),
    INITIATIVE("initiative", Grain.SHARED),
    RESOURCE("resource", Grain.DETAIL),
    SKU("sku", Grain.DETAIL),
    NODE("node", Grain.DETAIL),
    NAMESPACE("namespace", Grain.DETAIL),
    WORKLOAD("workload", Grain.DETAIL),
    HOLDER("holder", Grain.DETAIL),
    USER("user", Grain.DETAIL),
    MODEL("model", Grain.DETAIL),
    TOKEN_TYPE("tokenType", Grain.DETAIL),
    INVOICE("invoice", Grain.DETAIL),
    COMPONENT("component", Grain.DETAIL),
    TAG("tag", Grain.DETAIL);

    private final String text;
    private final Grain grain;

    Name(String text, Grain grain) {
      this.text = text;
      this.grain = grain;
    }

    /** The name in filters, API and configuration. */
    public String text() {
      return text;
    }

    public Grain grain() {
      return grain;
    }
  }

  private static final Map<String, Name> BY_TEXT =
      Arrays.stream(Name.values())
          .filter(name -> name != Name.TAG)
          .collect(Collectors.toUnmodifiableMap(Name::text, Function.identity()));

  public GroupKey {
    if ((name == Name.TAG) == tag.isEmpty() || tag.length() > TAG_LIMIT) {
      throw new IllegalArgumentException("key " + name + " with tag \"" + tag + "\"");
    }
  }

  public static GroupKey of(Name name) {
    return new GroupKey(name, "");
  }

  /** The value of the tag with this key on the charge. */
  public static GroupKey ofTag(String key) {
    return new GroupKey(Name.TAG, key);
  }

  /** The key that a user writes: {@code team}, {@code tag:env}; empty if there is none. */
  public static Optional<GroupKey> parse(String text) {
    if (text.startsWith("tag:")) {
      String key = text.substring("tag:".length());
      return key.isEmpty() || key.length() > TAG_LIMIT ? Optional.empty() : Optional.of(ofTag(key));
    }
    return Optional.ofNullable(BY_TEXT.get(text)).map(GroupKey::of);
  }

  /** What {@link #parse} reads. */
  public String text() {
    return name == Name.TAG ? "tag:" + tag : name.text();
  }

  public Grain grain() {
    return name.grain();
  }

  @Override
  public int compareTo(GroupKey other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : tag.compareTo(other.tag);
  }

  @Override
  public String toString() {
    return text();
  }
}
