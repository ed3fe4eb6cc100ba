package io.gpuledger.ingest.bill;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.focus.RawLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A native format of bills: how it is told, and what its records mean. */
public interface BillFormat {
  /** The word of the command line and of column {@code format}, e.g. {@code aws-cur}. */
  String format();

  /** Changes whenever the same file would be read differently. */
  String parserVersion();

  /** How its text is laid out. */
  default RawLayout layout() {
    return RawLayout.TOLD_BY_FILE;
  }

  /**
   * Whether its numbers are computed with floats, so that digits past the 18th are rounded at read
   * instead of refused.
   */
  default boolean computesWithFloats() {
    return false;
  }

  /** Whether its columns are those of FOCUS too, so that it is taken before FOCUS. */
  default boolean isFocusDialect() {
    return false;
  }

  /** How far the columns of a file are those of this format. */
  FormatFit fit(NativeColumns columns);

  /** What makes charges of the records of a file that fits. */
  RecordCharges mapper(NativeColumns columns);

  /**
   * The same of one file of the set.
   *
   * @param part position of the file, from 0
   */
  default RecordCharges mapper(NativeColumns columns, int part) {
    return mapper(columns);
  }

  /**
   * The format as it reads one set: one whose charges need what other records of the set say has a
   * memory, and begins a new one here.
   *
   * @param parts the files in their order
   */
  default BillFormat ofSet(List<SetPart> parts) {
    return this;
  }

  /**
   * Whether a delivery adds to its scope or replaces it, where the format says it and not the
   * source: a report of some hours would replace a whole month. Such a set is loaded whole or not
   * at all.
   */
  default Optional<DeliveryKind> deliveryKind() {
    return Optional.empty();
  }

  /**
   * What one delivery covers, where the format says it and not the source: answers about some days
   * would replace a whole month.
   */
  default Optional<Scope.Kind> scope() {
    return Optional.empty();
  }

  /** Whether files are read for what they teach before charges are made of any. */
  default boolean studies() {
    return false;
  }

  /** What learns from the records of a file; empty where they teach nothing. */
  default Optional<RecordStudy> study(NativeColumns columns) {
    return Optional.empty();
  }

  /**
   * The same of one file of the set.
   *
   * @param part position of the file, from 0
   * @param repeated whether an earlier file of the set has the same content, so that it teaches
   *     nothing new
   */
  default Optional<RecordStudy> study(NativeColumns columns, int part, boolean repeated) {
    return repeated ? Optional.empty() : study(columns);
  }

  /**
   * Whether a record teaches only where its charges could be loaded: it is first written as charges
   * by what is known so far, and passed over where that refuses it.
   */
  default boolean learnsOfCharges() {
    return false;
  }

  /**
   * Why, by what was learned, the set cannot be loaded, by position of the file. Asked once all
   * files were studied, and before charges are made of any.
   */
  default Map<Integer, Problem> refusals() {
    return Map.of();
  }

  /**
   * Whether a file of the very content of an earlier one tells only what that one does, so that its
   * records are left out; not where the two are views of one month that happen to be the same.
   * Asked once all files were studied.
   *
   * @param part position of the file, from 0
   * @param earlier position of the earlier one
   */
  default boolean isCopy(int part, int earlier) {
    return true;
  }

  /**
   * What a file of these columns holds in place of charges, in words, such as list prices; empty
   * where it holds charges.
   */
  default Optional<String> reference(NativeColumns columns) {
    return Optional.empty();
  }
}
