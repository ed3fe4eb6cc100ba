/**
 * Tells how far a file conforms to FOCUS 1.0 to 1.4, rule by rule.
 *
 * <p>What is judged is the text as it is written, not what a lenient reader makes of it. The
 * columns of the datasets are a table ({@code columns.txt}); a cell is judged by the format of its
 * column, once per distinct text; a row by rules between columns; a file, and files given together,
 * by checks that keep bounded state and say so when a limit is reached. Rules have stable names,
 * which {@code docs/rules/validate.md} lists.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.conformance;
