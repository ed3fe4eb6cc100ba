package io.gpuledger.cost.currency;

/** What a rate is for. A rate of one purpose never stands in for one of another. */
public enum RatePurpose {
  /** The rate of an invoice's issue, by which it is booked. */
  INVOICE("invoice"),
  /** The average of a month, for costs that fall evenly on it. */
  MONTHLY_AVERAGE("monthly average"),
  /** The rate of a period's end, for what is still open then. */
  CLOSING("closing"),
  /** The rate that a plan was made with. */
  BUDGET("budget");

  private final String text;

  RatePurpose(String text) {
    this.text = text;
  }

  /** As it stands in messages. */
  public String text() {
    return text;
  }

  /** As it stands in configuration and answers: one word, {@code monthly-average}. */
  public String word() {
    return text.replace(' ', '-');
  }

  /**
   * The purpose of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RatePurpose ofWord(String word) {
    for (RatePurpose purpose : values()) {
      if (purpose.word().equals(word)) {
        return purpose;
      }
    }
    throw new IllegalArgumentException(word);
  }
}
