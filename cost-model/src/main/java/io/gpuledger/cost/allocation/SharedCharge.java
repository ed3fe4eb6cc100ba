package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands on other charges, by the default rules of docs/rules/allocation.md. A rule of
 * ownership that matches such a charge comes first.
 */
public enum SharedCharge {
  /** Follows the charge that it credits. */
  CREDIT("credit"),
  /** In proportion to what is taxed. */
  TAX("tax"),
  /** In proportion to what is supported. */
  SUPPORT("support");

  /** Where a credit names no charge, or is a gift that credits none. */
  public static final String APART = "credit apart: it names no charge";

  private static final String PROMOTION = "promo";

  private final String word;

  SharedCharge(String word) {
    this.word = word;
  }

  /** What a charge is, if it stands on others. */
  public static Optional<SharedCharge> of(ChargeKeys keys) {
    return switch (keys.get(Name.CHARGE_CATEGORY)) {
      case "Credit", "Adjustment" -> Optional.of(CREDIT);
      case "Tax" -> Optional.of(TAX);
      default ->
          keys.get(Name.SERVICE).toLowerCase(Locale.ROOT).contains("support")
              ? Optional.of(SUPPORT)
              : Optional.empty();
    };
  }

  /**
   * Charges of one account and day that something may stand on.
   *
   * @param key the text under which their weights are known
   * @param words for the trace
   */
  public record Link(String key, String words) {}

  /**
   * Which charges of the same account and day it stands on, the nearest first.
   *
   * @param description the charge's; a promotional credit stands on none
   */
  public List<Link> links(ChargeKeys keys, String description) {
    Links links = new Links(keys, word);
    switch (this) {
      case CREDIT -> {
        if (!description.toLowerCase(Locale.ROOT).contains(PROMOTION)) {
          links.add("resource", "the charges of its resource", Name.RESOURCE);
          links.add("commitment", "the charges of its commitment", Name.COMMITMENT);
          links.add("sku", "the charges of its SKU", Name.SUB_ACCOUNT, Name.SKU);
        }
      }
      case TAX -> {
        links.add("billed", "its invoice and service", Name.INVOICE, Name.SERVICE);
        links.add("service", "its sub-account and service", Name.SUB_ACCOUNT, Name.SERVICE);
        links.add("invoice", "its invoice", Name.INVOICE);
        links.add("sub", "its sub-account", Name.SUB_ACCOUNT);
        links.add("all", "its account");
      }
      case SUPPORT -> {
        links.add("sub", "its sub-account", Name.SUB_ACCOUNT);
        links.add("invoice", "its invoice", Name.INVOICE);
        links.add("all", "its account");
      }
    }
    return links.found;
  }

  /** The trace of what found nothing to stand on. */
  public String nothing() {
    return this == CREDIT ? APART : word + ": no other charge of that day to divide it by";
  }

  /** Builds links, each only where all its keys are there. */
  private static final class Links {
    private final ChargeKeys keys;
    private final String word;
    private final List<Link> found = new ArrayList<>();

    Links(ChargeKeys keys, String word) {
      this.keys = keys;
      this.word = word;
    }

    void add(String kind, String words, Name... names) {
      StringBuilder key = new StringBuilder(kind);
      for (int i = 0; i < names.length; i++) {
        String value = keys.get(names[i]);
        boolean decides = i == names.length - 1;
        if (decides && value.equals(GroupKey.MISSING)) {
          return;
        }
        key.append('\n').append(value);
      }
      found.add(new Link(key.toString(), word + ": by amortised cost of that day, " + words));
    }
  }
}
