package io.gpuledger.ingest.conformance;

/** What a cell of a column has to look like. */
enum Format {
  TEXT,
  /** The name or id of a zone or region, which is no number. */
  PLACE,
  DECIMAL,
  NON_NEGATIVE,
  /** A decimal from 0 to 1. */
  RATIO,
  TIME,
  NATIONAL_CURRENCY,
  /** ISO 4217, or the name of a virtual currency. */
  ANY_CURRENCY,
  UNIT,
  /** A flat JSON object. */
  KEY_VALUE,
  /** A JSON object of a shape of its own. */
  OBJECT;

  boolean isDecimal() {
    return this == DECIMAL || this == NON_NEGATIVE || this == RATIO;
  }

  boolean isJson() {
    return this == KEY_VALUE || this == OBJECT;
  }
}
