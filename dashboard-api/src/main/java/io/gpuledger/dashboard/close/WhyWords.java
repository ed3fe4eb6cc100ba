package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.WhyChanged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a period cost something else than another, in three lines of words and amounts. */
public final class WhyWords {
  private WhyWords() {}

  /** The lines as answers show them. */
  public static List<Map<String, Object>> lines(WhyChanged why) {
    return List.of(
        line("usage", why.usage().toString(), "More or less used, at the average price before"),
        line(
            "rate",
            why.rate().toString(),
            "Other prices" + why.mostByRate().map(key -> ", most by " + key).orElse("")),
        line(
            "mix_and_one_off",
            why.mixAndOneOff().toString(),
            "Other things used, and what came, went or is not counted"
                + why.mostByOneOff().map(key -> ", most by " + key).orElse("")));
  }

  private static Map<String, Object> line(String name, String amount, String words) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("line", name);
    line.put("amount", amount);
    line.put("words", words);
    return line;
  }
}
