package io.gpuledger.streaming.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedLedger;
import io.gpuledger.streaming.billing.ChargeTable;
import io.gpuledger.streaming.reject.RejectTable;
import io.gpuledger.streaming.sink.TableLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class TablesOnEngineTest {
  @Test
  void layouts_are_the_columns_of_the_schema(@TempDir Path directory) {
    EmbeddedLedger ledger = EmbeddedLedger.open(directory.resolve("engine"));
    try {
      LedgerClient client = new LedgerClient(ledger.internal());
      for (TableLayout layout : List.of(ChargeTable.LAYOUT, new RejectTable().layout())) {
        List<String> schema = new ArrayList<>();
        client
            .query("DESCRIBE TABLE " + layout.table(), Map.of())
            .lines()
            .map(line -> line.split("\t", -1))
            .forEach(cells -> schema.add(plain(cells[0] + " " + cells[1].replace("\\'", "'"))));
        List<String> ours =
            new ArrayList<>(
                layout.columns().stream()
                    .map(each -> plain(each.name() + " " + each.type()))
                    .toList());
        ours.add("job_generation UInt32");
        ours.add("checkpoint_id UInt64");
        assertThat(ours).as(layout.table()).isEqualTo(schema);
      }
    } finally {
      ledger.close();
    }
  }

  /** LowCardinality has no form of its own in RowBinary. */
  private static String plain(String definition) {
    return definition.replaceAll("LowCardinality\\((Nullable\\(String\\)|String)\\)", "$1");
  }
}
