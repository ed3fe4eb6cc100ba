package io.gpuledger.cost.money;

/**
 * An amount in a currency. Currencies never mix silently.
 *
 * @param currency ISO 4217 code, upper case, or the name of a virtual currency
 * @param amount the exact amount
 */
public record Money(String currency, Amount amount) {
  public Money {
    if (currency.isBlank()) {
      throw new IllegalArgumentException("currency is blank");
    }
  }

  public static Money zero(String currency) {
    return new Money(currency, Amount.ZERO);
  }

  /**
   * The sum of two amounts of one currency.
   *
   * @throws IllegalArgumentException naming both currencies if they differ
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(currency, amount.plus(other.amount));
  }

  @Override
  public String toString() {
    return amount + " " + currency;
  }
}
