package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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

  private static final String PROMOTION = "promo";

  /** Links that name the same charges whichever account they are in. */
  private static final Set<String> REACHING =
      Set.of("resource", "commitment", "billed", "invoice", "all");

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
   * Charges of one account, day and currency that something may stand on.
   *
   * @param key the text under which their weights are known; it begins with the currency
   * @param kind the word for what stands on them
   * @param charges which charges, for the trace
   * @param when the time whose charges they are, for the trace
   */
  public record Link(String key, String kind, String charges, String when) {
    Link(String key, String kind, String charges) {
      this(key, kind, charges, "that day");
    }

    String words(WeightBasis basis) {
      return kind + ": by " + basis.words() + " of " + when + ", " + charges;
    }

    /** The same charges of an earlier month; no link of a day has its key. */
    Link of(StandsOn.Month month) {
      String time = "the last month before, " + month.month();
      return new Link("before\n" + key, kind, charges, time);
    }
  }

  /** A gift credits no charge, whatever it names. */
  boolean isPromotion(String description) {
    return this == CREDIT && description.toLowerCase(Locale.ROOT).contains(PROMOTION);
  }

  /**
   * Which charges of the same account, day and currency it stands on, the nearest first.
   *
   * @param description the charge's; a promotional credit stands on none
   */
  public List<Link> links(ChargeKeys keys, String description) {
    Links links = new Links(keys, word);
    switch (this) {
      case CREDIT -> {
        if (!isPromotion(description)) {
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

  /**
   * Which charges of other accounts it stands on where a rule says so, on the same day and in the
   * same currency, the nearest first. What names an invoice, a resource or a commitment names the
   * same one there; a sub-account is one of its own account, so none is looked for.
   */
  List<Link> links(ChargeKeys keys, String description, SharedChargeRule rule) {
    Links links = new Links(keys, word);
    String where = rule.words();
    switch (this) {
      case CREDIT -> {
        if (!isPromotion(description)) {
          links.add("resource", "the charges of its resource in " + where, Name.RESOURCE);
          links.add("commitment", "the charges of its commitment in " + where, Name.COMMITMENT);
          links.add("all", where);
        }
      }
      case TAX -> {
        links.add("billed", "its invoice and service in " + where, Name.INVOICE, Name.SERVICE);
        links.add("invoice", "its invoice in " + where, Name.INVOICE);
        links.add("all", where);
      }
      case SUPPORT -> links.add("all", where);
    }
    return links.found;
  }

  /** Whether {@link #links(ChargeKeys, String, SharedChargeRule)} ever makes a link of this key. */
  public static boolean reachesOthers(String key) {
    int kind = key.indexOf('\n') + 1;
    int end = key.indexOf('\n', kind);
    return REACHING.contains(key.substring(kind, end < 0 ? key.length() : end));
  }

  /** Why something stands on nothing; of several reasons the last. */
  enum Why {
    /** It names no charge. */
    UNNAMED,
    /** It is a promotion. */
    GIFT,
    /** There is none in its currency on that day. */
    NONE,
    /** There are, but no owner has more than nothing of them. */
    NOTHING,
    /** They have more owners than {@link SharedLines#OWNERS_LIMIT}. */
    MANY;

    /** Another link came to nothing. */
    Why or(boolean none, boolean nothing) {
      Why other = none ? NONE : nothing ? NOTHING : MANY;
      return other.compareTo(this) > 0 ? other : this;
    }
  }

  /** The trace of what found nothing to stand on. */
  String nothing(Why why, String currency) {
    boolean names = this == CREDIT;
    String charges = names ? "the charges that it names" : "the other charges of that day";
    return word
        + " apart: "
        + switch (why) {
          case UNNAMED -> "it names no charge";
          case GIFT -> "a promotion credits no charge";
          case NONE ->
              (names ? "no charge that it names is in " : "no other charge is in ")
                  + currency
                  + " on that day";
          case NOTHING -> "no owner has more than 0 " + currency + " of " + charges;
          case MANY ->
              charges
                  + String.format(
                      Locale.ROOT, " have more than %,d owners", SharedLines.OWNERS_LIMIT);
        };
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

    void add(String kind, String charges, Name... names) {
      StringBuilder key = new StringBuilder(keys.get(Name.CURRENCY)).append('\n').append(kind);
      for (int i = 0; i < names.length; i++) {
        String value = keys.get(names[i]);
        boolean decides = i == names.length - 1;
        if (decides && value.equals(GroupKey.MISSING)) {
          return;
        }
        key.append('\n').append(value);
      }
      found.add(new Link(key.toString(), word, charges));
    }
  }
}
