package io.gpuledger.cost.filter;

/** How a comparison compares. */
public enum Operator {
  EQUAL(":", Kind.EQUAL, false),
  NOT_EQUAL("!:", Kind.EQUAL, true),
  CONTAINS("~:", Kind.CONTAINS, false),
  NOT_CONTAINS("!~:", Kind.CONTAINS, true),
  PREFIX("<~:", Kind.PREFIX, false),
  NOT_PREFIX("!<~:", Kind.PREFIX, true),
  SUFFIX("~>:", Kind.SUFFIX, false),
  NOT_SUFFIX("!~>:", Kind.SUFFIX, true);

  /** What is compared, apart from the negation. */
  public enum Kind {
    EQUAL,
    CONTAINS,
    PREFIX,
    SUFFIX
  }

  private final String text;
  private final Kind kind;
  private final boolean negated;

  Operator(String text, Kind kind, boolean negated) {
    this.text = text;
    this.kind = kind;
    this.negated = negated;
  }

  /** The operator as written. */
  public String text() {
    return text;
  }

  public Kind kind() {
    return kind;
  }

  public boolean negated() {
    return negated;
  }

  boolean matches(String value, String wanted) {
    return switch (kind) {
      case EQUAL -> value.equals(wanted);
      case CONTAINS -> value.contains(wanted);
      case PREFIX -> value.startsWith(wanted);
      case SUFFIX -> value.endsWith(wanted);
    };
  }
}
