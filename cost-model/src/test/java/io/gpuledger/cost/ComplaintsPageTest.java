package io.gpuledger.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/rules/complaints.md names are there. */
class ComplaintsPageTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("cost-model", "forecasting", "ingest", "sql", "streaming-jobs", "dashboard-api");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void each_test_that_the_page_names_exists() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/rules/complaints.md"));
    Matcher named = NAMED.matcher(page);
    List<String> missing = new ArrayList<>();
    int count = 0;
    while (named.find()) {
      count++;
      Optional<Path> source = source(named.group(1) + ".java");
      boolean there =
          source.isPresent()
              && Files.readString(source.get()).contains("void " + named.group(2) + "(");
      if (!there) {
        missing.add(named.group());
      }
    }

    assertThat(missing).isEmpty();
    assertThat(count).isGreaterThan(20);
  }

  private static Optional<Path> source(String file) throws IOException {
    for (String module : MODULES) {
      Path tests = ROOT.resolve(module).resolve("src/test/java");
      if (!Files.isDirectory(tests)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(tests)) {
        Optional<Path> found = files.filter(path -> path.endsWith(file)).findFirst();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
