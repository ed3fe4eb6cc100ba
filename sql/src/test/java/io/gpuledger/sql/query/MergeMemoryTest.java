package io.gpuledger.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.engine.LedgerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the engine keeps for merges is not there for statements. */
@Tag("live")
class MergeMemoryTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  /** Tables with so many columns took some 100 MiB a merge, and more. */
  private static final int WIDE = 30;

  private static final String WIDE_TABLES =
      "SELECT table FROM system.columns WHERE database = currentDatabase() AND table IN (SELECT"
          + " name FROM system.tables WHERE database = currentDatabase() AND engine LIKE"
          + " '%MergeTree') GROUP BY table HAVING count() > "
          + WIDE;

  @Test
  void small_parts_of_wide_tables_are_merged_column_by_column() {
    assertThat(LEDGER.query(WIDE_TABLES + " ORDER BY table"))
        .isEqualTo(
            "allocation_lines\ncharges\ncost_daily\ncost_detail_daily\ncost_monthly\ndeliveries");
    assertThat(
            LEDGER.query(
                "SELECT name FROM system.tables WHERE database = currentDatabase() AND name IN ("
                    + WIDE_TABLES
                    + ") AND create_table_query NOT LIKE"
                    + " '%vertical_merge_algorithm_min_rows_to_activate = 1%'"))
        .isEmpty();
  }
}
