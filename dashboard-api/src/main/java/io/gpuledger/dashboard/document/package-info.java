/**
 * A report as one model, and its forms: CSV, XLSX, PDF and Parquet. Amounts are texts of exact
 * decimals until a form shows them; no form rounds one without saying so.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.document;
