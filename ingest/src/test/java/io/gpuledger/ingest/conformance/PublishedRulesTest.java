package io.gpuledger.ingest.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of rules in the documentation is the list of rules of the code. */
class PublishedRulesTest {
  private static final Path PAGE = Path.of("..", "docs", "rules", "validate.md");

  @Test
  void every_rule_is_on_the_page() throws IOException {
    String page = Files.readString(PAGE);
    List<String> missing = new ArrayList<>();
    for (Dataset dataset : Dataset.values()) {
      for (RowRule rule : ReferenceRules.of(dataset)) {
        String line = "| `" + rule.name() + "` | " + rule.severity() + " |";
        if (!page.contains(line)) {
          missing.add(line);
        }
      }
    }
    List<String> others = new ArrayList<>(FileValidator.RECORD_RULES);
    others.addAll(HeaderRules.names());
    for (String name : others) {
      if (!page.contains("| `" + name + "` |")) {
        missing.add(name);
      }
    }

    assertThat(missing).isEmpty();
  }
}
