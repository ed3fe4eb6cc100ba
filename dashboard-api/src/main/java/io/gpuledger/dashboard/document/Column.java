package io.gpuledger.dashboard.document;

/**
 * A column of a table.
 *
 * @param key in files that programs read, in snake case
 * @param title in words
 */
public record Column(String key, String title, Type type) {
  /** What stands in a column. */
  public enum Type {
    /** Which kind of line it is; only where lines of several kinds stand in one file. */
    MARK,
    TEXT,
    DATE,
    /** An amount of the currency that another column names. */
    MONEY,
    QUANTITY,
    COUNT,
    /** A part of one. */
    RATIO;

    boolean isText() {
      return switch (this) {
        case MARK, TEXT, DATE -> true;
        case MONEY, QUANTITY, COUNT, RATIO -> false;
      };
    }
  }

  public static Column mark(String key) {
    return new Column(key, "", Type.MARK);
  }

  public static Column text(String key, String title) {
    return new Column(key, title, Type.TEXT);
  }

  public static Column money(String key, String title) {
    return new Column(key, title, Type.MONEY);
  }

  public static Column quantity(String key, String title) {
    return new Column(key, title, Type.QUANTITY);
  }

  public static Column count(String key, String title) {
    return new Column(key, title, Type.COUNT);
  }

  public static Column ratio(String key, String title) {
    return new Column(key, title, Type.RATIO);
  }

  public static Column date(String key, String title) {
    return new Column(key, title, Type.DATE);
  }
}
