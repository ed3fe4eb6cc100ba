package io.gpuledger.dashboard.query;

import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.MakeUpMonth;
import io.gpuledger.cost.commitment.MakeUpTerms;
import io.gpuledger.cost.commitment.TakeOrPayTerms;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The make-up rights of a take-or-pay commitment in a month as the API answers them. */
final class MakeUpView {
  private MakeUpView() {}

  /** Null where the contract has none, or its term has not begun. */
  static @Nullable Map<String, Object> of(CommitmentFigures.Row row) {
    return row.statement().makeUp().map(rights -> of(rights, row.entry())).orElse(null);
  }

  private static Map<String, Object> of(MakeUpMonth rights, Optional<CommitmentEntry> entry) {
    Optional<TakeOrPayTerms> terms =
        entry
            .map(of -> of.commitment().terms())
            .filter(TakeOrPayTerms.class::isInstance)
            .map(TakeOrPayTerms.class::cast);
    return Answers.fields(
        "unit",
        terms.map(TakeOrPayTerms::unit).orElse(null),
        "booked",
        terms
            .flatMap(TakeOrPayTerms::makeUp)
            .map(MakeUpTerms::booked)
            .map(of -> of.name().toLowerCase(Locale.ROOT))
            .orElse(null),
        "opening",
        part(rights.opening()),
        "gained",
        part(rights.gained()),
        "used",
        part(rights.used()),
        "due",
        rights.due().toString(),
        "expired",
        part(rights.expired()),
        "lapse",
        rights.lapse().map(MakeUpMonth.Lapse::words).orElse(null),
        "closing",
        part(rights.closing()),
        "nextExpiry",
        rights.nextExpiry().map(YearMonth::toString).orElse(null));
  }

  private static Map<String, Object> part(MakeUpMonth.Part part) {
    return Answers.fields("quantity", part.quantity().toString(), "cost", part.cost().toString());
  }
}
