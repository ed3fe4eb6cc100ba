package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.dashboard.collect.SetLoader.Outcome;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.http.LedgerWrites;
import io.gpuledger.dashboard.http.LedgerWrites.ImportCommand;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.dashboard.state.StateStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report of an import means for a set that is collected. */
class CollectPartsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static Outcome outcome(String delivery) throws JsonProcessingException {
    return CollectParts.loaded(JSON.readTree("{\"deliveries\":[" + delivery + "],\"rejects\":[]}"))
        .outcome();
  }

  @Test
  void what_was_sent_and_nobody_sees_is_not_loaded_yet() throws JsonProcessingException {
    String sent = "{\"deliveryId\":\"d1\",\"rowsAccepted\":2,\"unchanged\":%s,\"visible\":%s}";

    assertThatThrownBy(() -> outcome(sent.formatted(false, false)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("d1 was sent and is not published yet");
    assertThat(outcome(sent.formatted(false, true))).isEqualTo(Outcome.LOADED);
    assertThat(outcome(sent.formatted(true, false))).isEqualTo(Outcome.UNCHANGED);
  }

  private static LedgerConfig config(String more) {
    return ConfigReader.read(
            "f", "sources: [{name: aws, kind: bills" + more + ", collect: {folder: /bills}}]")
        .values()
        .get(0);
  }

  @Test
  void a_set_is_loaded_whole_and_only_while_its_source_is_configured_so() {
    List<ImportCommand> commands = new ArrayList<>();
    LedgerWrites writes =
        (LedgerWrites)
            Proxy.newProxyInstance(
                LedgerWrites.class.getClassLoader(),
                new Class<?>[] {LedgerWrites.class},
                (proxy, method, arguments) -> {
                  commands.add((ImportCommand) arguments[0]);
                  return JSON.createObjectNode();
                });
    LedgerConfig found = config("");
    try (StateStore state = StateStore.open(folder.resolve("operations.db"))) {
      AuditLog audit = new AuditLog(state, Clock.systemUTC());
      LedgerConfig.Source source = found.findSource("aws").orElseThrow();

      CollectParts.loader(writes, audit, () -> config("")).load(source, List.of(folder));
      assertThat(commands).singleElement().matches(ImportCommand::whole);

      assertThatThrownBy(
              () ->
                  CollectParts.loader(writes, audit, () -> config(", deliveryKind: append"))
                      .load(source, List.of(folder)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no longer configured");
      assertThat(commands).hasSize(1);
    }
  }
}
