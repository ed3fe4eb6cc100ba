package io.gpuledger.cost.invoice;

/**
 * What decides where a charge stands in the bridge of a month. Charges with the same facts are
 * summed before they are classified.
 *
 * @param billedHere whether its billing period begins in the month
 * @param usage how its charge period lies to the month
 * @param purchase whether its category is Purchase
 * @param correction whether its class is Correction
 * @param start where its charge period begins in its own billing period
 * @param frequency how often it is charged
 * @param commitment whether a commitment covers it
 * @param billedZero whether its billed cost is zero
 * @param effective its effective cost, beside the billed one
 */
public record BridgeFacts(
    boolean billedHere,
    Usage usage,
    boolean purchase,
    boolean correction,
    Start start,
    Frequency frequency,
    Commitment commitment,
    boolean billedZero,
    Effective effective) {

  /** How a charge period lies to the month. */
  public enum Usage {
    INSIDE,
    PARTLY,
    OUTSIDE
  }

  /** Where a charge period begins in the charge's own billing period. */
  public enum Start {
    WITHIN,
    BEFORE,
    AFTER
  }

  /** FOCUS ChargeFrequency. */
  public enum Frequency {
    ONE_TIME,
    RECURRING,
    OTHER
  }

  /** FOCUS CommitmentDiscountStatus. */
  public enum Commitment {
    NONE,
    USED,
    UNUSED
  }

  /** An effective cost beside the billed one. */
  public enum Effective {
    /** The bill states none. */
    ABSENT,
    /** It is the billed cost. */
    SAME,
    /** It is zero and the billed cost is not. */
    ZERO,
    /** It is neither. */
    DIFFERENT
  }

  private static final int LETTERS = 9;

  /**
   * Facts as a question to the ledger writes them: a letter each, in the order of the fields.
   *
   * @throws IllegalArgumentException if the code is not one
   */
  public static BridgeFacts ofCode(String code) {
    if (code.length() != LETTERS) {
      throw new IllegalArgumentException("\"" + code + "\" has not " + LETTERS + " letters");
    }
    return new BridgeFacts(
        is(code, 0, 'H'),
        letter(code, 1, "IPO", Usage.values()),
        is(code, 2, 'P'),
        is(code, 3, 'C'),
        letter(code, 4, "WBA", Start.values()),
        letter(code, 5, "OR-", Frequency.values()),
        letter(code, 6, "-UN", Commitment.values()),
        is(code, 7, 'Z'),
        letter(code, 8, "XSZD", Effective.values()));
  }

  private static boolean is(String code, int at, char yes) {
    char found = code.charAt(at);
    if (found != yes && found != '-') {
      throw new IllegalArgumentException("\"" + code + "\" at " + at);
    }
    return found == yes;
  }

  private static <E> E letter(String code, int at, String letters, E[] values) {
    int index = letters.indexOf(code.charAt(at));
    if (index < 0) {
      throw new IllegalArgumentException("\"" + code + "\" at " + at);
    }
    return values[index];
  }
}
