package io.gpuledger.ingest.azure;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The billing account and period of a line. The account is the billing profile of a customer
 * agreement, the billing account of an enterprise agreement, and the subscription where the file
 * has neither, as usage files of before them.
 */
final class AzureScopes {
  private final int[] accounts;
  private final int[] names;
  private final String[] types;
  private final int periodStart;
  private final int periodEnd;
  private final int date;
  private final int subscription;
  private final int subscriptionName;
  private final AzurePeriods periods = new AzurePeriods();

  AzureScopes(AzureColumns columns) {
    int account = columns.whole("BillingAccountId");
    int accountName = columns.whole("BillingAccountName");
    int profile = columns.of("BillingProfileId");
    int profileName = columns.of("BillingProfileName");
    subscription = columns.whole("SubscriptionId", "SubscriptionGuid");
    subscriptionName = columns.whole("SubscriptionName");
    if (columns.isOfCustomerAgreement()) {
      accounts = new int[] {profile, account, subscription};
      names = new int[] {profileName, accountName, subscriptionName};
      types = new String[] {"Billing Profile", "Billing Account", "Subscription"};
    } else {
      accounts = new int[] {account, profile, subscription};
      names = new int[] {accountName, profileName, subscriptionName};
      types = new String[] {"Billing Account", "Billing Profile", "Subscription"};
    }
    periodStart = columns.of("BillingPeriodStartDate");
    periodEnd = columns.of("BillingPeriodEndDate");
    date = columns.of(AzureColumns.DATE);
  }

  /** Which of the columns has the account, from 0; -1 where none has one. */
  private int which(IntFunction<String> cells) {
    for (int i = 0; i < accounts.length; i++) {
      if (!cells.apply(accounts[i]).isEmpty()) {
        return i;
      }
    }
    return -1;
  }

  /** The position of the account, or none. */
  int account(IntFunction<String> cells) {
    int found = which(cells);
    return found < 0 ? NativeColumns.NONE : accounts[found];
  }

  /** The position of the account's name, or none. */
  int accountName(IntFunction<String> cells) {
    int found = which(cells);
    return found < 0 ? NativeColumns.NONE : names[found];
  }

  /** What kind of account it is, empty where there is none. */
  String accountType(IntFunction<String> cells) {
    int found = which(cells);
    return found < 0 ? "" : types[found];
  }

  /** Sets the subscription. */
  void writeSubscription(NativeRecord line, ChargeWriter charge) {
    if (line.has(subscription)) {
      charge.copy(FocusColumn.SUB_ACCOUNT_ID, subscription);
      charge.copy(FocusColumn.SUB_ACCOUNT_NAME, subscriptionName);
      charge.put(FocusColumn.SUB_ACCOUNT_TYPE, "Subscription");
    }
  }

  int dateField() {
    return date;
  }

  int periodStartField() {
    return periodStart;
  }

  int periodEndField() {
    return periodEnd;
  }

  /** The day of the line. */
  Optional<LocalDate> day(IntFunction<String> cells) {
    return periods.day(cells.apply(date));
  }

  Optional<LocalDate> periodStart(IntFunction<String> cells) {
    return periods.periodStart(cells.apply(periodStart), cells.apply(date));
  }

  Optional<LocalDate> periodLast(IntFunction<String> cells) {
    return periods.periodLast(cells.apply(periodEnd), cells.apply(date));
  }

  /** Account, period, subscription and day. */
  String dayKey(IntFunction<String> cells) {
    return String.join(
        " ",
        key(cells),
        cells.apply(subscription).toLowerCase(Locale.ROOT),
        day(cells).map(LocalDate::toString).orElse("?"));
  }

  /** Account and start of the period, which the two views of a month share. */
  String key(IntFunction<String> cells) {
    return cells.apply(account(cells))
        + ' '
        + periodStart(cells).map(LocalDate::toString).orElse("?");
  }
}
