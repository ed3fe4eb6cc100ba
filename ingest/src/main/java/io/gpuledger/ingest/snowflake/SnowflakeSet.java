package io.gpuledger.ingest.snowflake;

import io.gpuledger.ingest.bill.SharedMoney;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the files of a set say of each other. */
final class SnowflakeSet {
  /** The account of metering that names none: the view of one account does not. */
  private static final String ANY = "*";

  private static final int MAX_RATES = SharedMoney.MAX_PARTS;

  /** Whose a metering record may be as long as not all of the set was studied. */
  private static final Party SOMEBODY = new Party("somebody", "", "", "", "", "", "USD");

  private final SharedMoney billed = new SharedMoney();
  private final SharedMoney effective = new SharedMoney();
  private final Map<String, Party> parties = new HashMap<>();
  private final Map<String, Party> accounts = new HashMap<>();
  private final Map<String, BigDecimal> rates = new HashMap<>();
  private final Set<String> unclear = new HashSet<>();
  private final Map<Integer, String> tooLarge = new TreeMap<>();
  private boolean settled;

  /** Whose usage it is, and in which money it is billed. */
  record Party(
      String organization,
      String contract,
      String account,
      String locator,
      String region,
      String level,
      String currency) {}

  /** What a metering record bears. */
  record Share(Party party, BigDecimal billed, BigDecimal effective) {}

  /** Learns a rate, in a currency. */
  void rate(
      long record, String day, String locator, String currency, String kind, BigDecimal rate) {
    String key = rateKey(day, locator, currency, kind);
    if (rates.size() == MAX_RATES && !rates.containsKey(key)) {
      refuse(record, "the rate sheet has more than " + MAX_RATES + " rates; export fewer days");
      return;
    }
    BigDecimal known = rates.putIfAbsent(key, rate);
    if (known != null && known.compareTo(rate) != 0) {
      unclear.add(key);
    }
  }

  /** The rate of a day by the first kind that has one; none where the sheet has two. */
  Optional<BigDecimal> rate(String day, Party party, String... kinds) {
    for (String kind : kinds) {
      String key = rateKey(day, party.locator(), party.currency(), kind);
      BigDecimal rate = rates.get(key);
      if (settled && !kind.isEmpty() && rate != null && !unclear.contains(key)) {
        return Optional.of(rate);
      }
    }
    return Optional.empty();
  }

  /** Learns of compute that metering may tell more about. */
  void compute(
      long record,
      String day,
      String service,
      Party party,
      BigDecimal asBilled,
      BigDecimal asUsed) {
    if (billed.hasTooMany()) {
      refuse(
          record,
          "the set has more than "
              + SharedMoney.MAX_GROUPS / 2
              + " accounts, days and services of compute; export fewer days");
      return;
    }
    accounts.putIfAbsent(party.locator().toUpperCase(Locale.ROOT), party);
    for (String locator : new String[] {party.locator(), ANY}) {
      String group = key(day, locator, service);
      Party known = parties.putIfAbsent(group, party);
      if (known == null || known.currency().equals(party.currency())) {
        billed.add(group, asBilled);
        effective.add(group, asUsed);
      }
    }
  }

  void meter(String day, String locator, String service, long record, BigDecimal credits) {
    String group = key(day, locator.isEmpty() ? ANY : locator, service);
    billed.weigh(group, record, 0, credits);
    effective.weigh(group, record, 0, credits);
  }

  /** Whether metering bears the money of a line of the currency view. */
  boolean isDivided(String day, String service, Party party) {
    String own = key(day, party.locator(), service);
    Party first = parties.get(own);
    return settled
        && first != null
        && first.currency().equals(party.currency())
        && (effective.isShared(own) || isOfOnlyAccount(day, service));
  }

  private boolean isOfOnlyAccount(String day, String service) {
    return accounts.size() == 1 && effective.isShared(key(day, ANY, service));
  }

  /** What a metering record bears; empty where no line of the currency view is of it. */
  Optional<Share> share(String day, String locator, String service, long record) {
    String group = key(day, locator.isEmpty() ? ANY : locator, service);
    Party party = parties.get(group);
    if (!settled || party == null) {
      return Optional.empty();
    }
    boolean takenByNamed =
        locator.isEmpty()
            && (accounts.size() != 1 || effective.isShared(key(day, party.locator(), service)));
    Optional<BigDecimal> used = effective.share(record, 0);
    Optional<BigDecimal> asked = billed.share(record, 0);
    return takenByNamed || used.isEmpty() || asked.isEmpty()
        ? Optional.empty()
        : Optional.of(new Share(party, asked.get(), used.get()));
  }

  /** Whose a metering record is that bears no money; empty where it cannot be told. */
  Optional<Party> party(String locator) {
    if (!settled) {
      return Optional.of(SOMEBODY);
    }
    return locator.isEmpty()
        ? accounts.values().stream().findFirst().filter(only -> accounts.size() == 1)
        : Optional.ofNullable(accounts.get(locator.toUpperCase(Locale.ROOT)));
  }

  /** Says that all of the set was studied: why it cannot be loaded, by position of the file. */
  Map<Integer, String> settle() {
    settled = true;
    return tooLarge;
  }

  private void refuse(long record, String message) {
    if (tooLarge.isEmpty()) {
      tooLarge.put((int) (record >>> 32), message);
    }
  }

  private static String rateKey(String day, String locator, String currency, String kind) {
    return key(day, locator, kind) + '\n' + currency.strip().toUpperCase(Locale.ROOT);
  }

  private static String key(String day, String locator, String kind) {
    return day + '\n' + locator.toUpperCase(Locale.ROOT) + '\n' + kind.toUpperCase(Locale.ROOT);
  }
}
