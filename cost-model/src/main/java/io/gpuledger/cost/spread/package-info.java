/**
 * Amounts that fall on time. Each is a curve of what has fallen up to an instant, and a period gets
 * the difference of two of its points: so the periods of any partition sum to the whole exactly, be
 * they hours, days or months.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.spread;
