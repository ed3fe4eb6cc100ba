package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Ordered rules; the first that is in force and matches decides, else nobody owns the row. */
public final class OwnershipRules {
  /** Most rules. */
  public static final int RULES_LIMIT = 5_000;

  /** No rules: everything is unattributed. */
  public static final OwnershipRules NONE = new OwnershipRules(List.of());

  private final List<OwnershipRule> rules;
  private final List<GroupKey> keys;
  private final List<Instant> borders;
  private final String version;

  private OwnershipRules(List<OwnershipRule> rules) {
    if (rules.size() > RULES_LIMIT) {
      throw new IllegalArgumentException(
          rules.size() + " ownership rules, at most " + RULES_LIMIT + " are allowed");
    }
    this.rules = List.copyOf(rules);
    Set<GroupKey> looked = new TreeSet<>();
    Set<Instant> instants = new TreeSet<>();
    for (OwnershipRule rule : rules) {
      looked.addAll(rule.keys());
      instants.add(rule.from());
      instants.add(rule.to());
    }
    this.keys = List.copyOf(looked);
    this.borders = List.copyOf(instants);
    this.version = hash(rules);
  }

  public static OwnershipRules of(List<OwnershipRule> rules) {
    return new OwnershipRules(rules);
  }

  /**
   * Who owns a row.
   *
   * @param at the start of its usage
   * @param values its group keys
   */
  public Ownership resolve(Instant at, Function<GroupKey, String> values) {
    for (OwnershipRule rule : rules) {
      if (rule.inForce(at)) {
        Optional<Owner> owner = rule.resolve(values);
        if (owner.isPresent()) {
          return new Ownership(owner.get(), rule.name());
        }
      }
    }
    return Ownership.NOBODY;
  }

  /**
   * Rows that agree in this resolve alike: the values of all looked-at keys, and the rules' age.
   */
  List<String> resolutionKey(Instant at, Function<GroupKey, String> values) {
    List<String> key = new ArrayList<>(keys.size() + 1);
    int epoch = 0;
    while (epoch < borders.size() && !at.isBefore(borders.get(epoch))) {
      epoch++;
    }
    key.add(Integer.toString(epoch));
    for (GroupKey looked : keys) {
      key.add(values.apply(looked));
    }
    return key;
  }

  public List<OwnershipRule> rules() {
    return rules;
  }

  /** Equal for equal rules in equal order: the policy version that lines and runs carry. */
  public String version() {
    return version;
  }

  private static String hash(List<OwnershipRule> rules) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (OwnershipRule rule : rules) {
        digest.update(rule.text().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0x1e);
      }
      return "ownership-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java without SHA-256", e);
    }
  }
}
