package io.gpuledger.cost.commitment;

/** The kinds of commitment, with the shape of terms that each has. */
public enum CommitmentKind {
  RESERVED_INSTANCE("reserved instance", HourlyTerms.class, false),
  SAVINGS_PLAN("savings plan", HourlyTerms.class, true),
  COMMITTED_USE("committed use discount", HourlyTerms.class, false),
  COMMITTED_SPEND_PER_HOUR("spend-based committed use discount", HourlyTerms.class, true),
  CAPACITY_BLOCK("capacity block", HourlyTerms.class, false),
  CAPACITY_RESERVATION("capacity reservation", HourlyTerms.class, false),
  RESERVED_BLOCK("reserved block of a neocloud", HourlyTerms.class, false),
  PREPAID("prepaid tokens or credits", PrepaidTerms.class, false),
  TAKE_OR_PAY("take-or-pay", TakeOrPayTerms.class, false),
  SPEND_COMMITMENT("spend commitment", SpendTerms.class, true);

  private final String text;
  private final Class<? extends CommitmentTerms> terms;
  private final boolean spend;

  CommitmentKind(String text, Class<? extends CommitmentTerms> terms, boolean spend) {
    this.text = text;
    this.terms = terms;
    this.spend = spend;
  }

  /** As it stands in messages and on screens. */
  public String text() {
    return text;
  }

  /** The shape of this kind's terms. */
  public Class<? extends CommitmentTerms> terms() {
    return terms;
  }

  /** FOCUS ContractCommitmentCategory: {@code Spend} where money was promised, else usage. */
  public String focusCategory() {
    return spend ? "Spend" : "Usage";
  }
}
