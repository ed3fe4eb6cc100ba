package io.gpuledger.cost.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which accelerators an instance type or a SKU text names. It never guesses: a text that shows an
 * accelerator which the catalogue does not know is {@link Status#UNKNOWN}, and a count is given
 * only where the text or the instance type states it.
 *
 * <p>The instance types stand in {@code accelerators.csv} beside this class, each with source and
 * date.
 */
public final class AcceleratorCatalogue {
  /** Longest text looked at. */
  private static final int MAX_TEXT = 1_024;

  /** Longest instance type, in words as {@link #words} cuts them. */
  private static final int MAX_WORDS = 8;

  /** Names that mean an accelerator wherever they stand, longest first where one holds another. */
  private static final Map<String, String> STRONG =
      Map.ofEntries(
          Map.entry("h100", "NVIDIA H100"),
          Map.entry("h200", "NVIDIA H200"),
          Map.entry("b200", "NVIDIA B200"),
          Map.entry("b300", "NVIDIA B300"),
          Map.entry("gb200", "NVIDIA GB200"),
          Map.entry("gb300", "NVIDIA GB300"),
          Map.entry("gh200", "NVIDIA GH200"),
          Map.entry("mi300x", "AMD MI300X"),
          Map.entry("mi325x", "AMD MI325X"),
          Map.entry("mi355x", "AMD MI355X"));

  /** Names that mean something else too: they count only beside a word of {@link #CONTEXT}. */
  private static final Map<String, String> WEAK =
      Map.ofEntries(
          Map.entry("a100", "NVIDIA A100"),
          Map.entry("v100", "NVIDIA V100"),
          Map.entry("p100", "NVIDIA P100"),
          Map.entry("p4", "NVIDIA P4"),
          Map.entry("k80", "NVIDIA K80"),
          Map.entry("t4", "NVIDIA T4"),
          Map.entry("t4g", "NVIDIA T4G"),
          Map.entry("l4", "NVIDIA L4"),
          Map.entry("l40", "NVIDIA L40"),
          Map.entry("l40s", "NVIDIA L40S"),
          Map.entry("a10", "NVIDIA A10"),
          Map.entry("a10g", "NVIDIA A10G"),
          Map.entry("a16", "NVIDIA A16"),
          Map.entry("a30", "NVIDIA A30"),
          Map.entry("a40", "NVIDIA A40"),
          Map.entry("a6000", "NVIDIA RTX A6000"));

  /**
   * Generations of Google's TPU as its SKUs write them after the word, from its pages of TPU prices
   * (as generally known, 2026-11-24). Every chip is billed by itself.
   */
  private static final Map<String, String> TPUS =
      Map.ofEntries(
          Map.entry("v2", "Google TPU v2"),
          Map.entry("v3", "Google TPU v3"),
          Map.entry("v4", "Google TPU v4"),
          Map.entry("v5e", "Google TPU v5e"),
          Map.entry("v5p", "Google TPU v5p"),
          Map.entry("v6e", "Google TPU v6e"),
          Map.entry("trillium", "Google TPU v6e"),
          Map.entry("7x", "Google TPU7x"),
          Map.entry("ironwood", "Google TPU7x"));

  private static final Set<String> CONTEXT =
      Set.of("gpu", "gpus", "nvidia", "tesla", "sxm", "sxm4", "sxm5", "pcie", "hgx");
  private static final Set<String> SIGNS = Set.of("gpu", "gpus", "tpu", "tpus", "nvidia");
  private static final Set<String> WITH_MEMORY = Set.of("NVIDIA A100", "NVIDIA V100");
  private static final Pattern MEMORY = Pattern.compile("\\b(16|32|40|80) ?g(i?b)?\\b");

  /** Google's SKUs: {@code .. GPU running in Americas}, {@code .. GPU attached to Spot ..}, DWS. */
  private static final Pattern GOOGLE = Pattern.compile("gpu (running in|attached to|dws|flex)\\b");

  private static final Pattern COUNTED = Pattern.compile("\\b(\\d{1,3}) ?x ?(nvidia |amd )?[a-z]");

  /** Instance types of families that hold accelerators, of a size that the catalogue lacks. */
  private static final List<Pattern> FAMILIES =
      List.of(
          Pattern.compile(
              "(p[2-9]|g[2-9]|gr[2-9]|trn[1-9]|inf[1-9]|dl[12]|vt1)[a-z]*(-[a-z0-9]+)?\\.(\\d*xlarge|metal)"),
          Pattern.compile("standard_n[cdgv]\\d+[a-z]*(_[a-z0-9]+)*"),
          Pattern.compile("(bm|vm)\\.gpu[a-z0-9.-]*"),
          Pattern.compile("a[2-4]x?-(high|mega|ultra|edge|max)gpu-\\d+g"));

  private static final AcceleratorCatalogue STANDARD = load();

  private final Map<String, Finding> byType;

  private AcceleratorCatalogue(Map<String, Finding> byType) {
    this.byType = byType;
  }

  /** The catalogue that comes with this version. */
  public static AcceleratorCatalogue standard() {
    return STANDARD;
  }

  /** Whether a text names an accelerator. */
  public enum Status {
    KNOWN,
    UNKNOWN,
    NONE;

    /** The word in column {@code x_accelerator}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a text says.
   *
   * @param model canonical name such as {@code NVIDIA H100}, empty unless known
   * @param count devices of one priced unit, 0 where the text does not say
   */
  public record Finding(Status status, String model, int count) {
    public static final Finding NONE = new Finding(Status.NONE, "", 0);
    private static final Finding UNKNOWN = new Finding(Status.UNKNOWN, "", 0);
  }

  /** What an instance type, SKU or description says. */
  public Finding inText(String text) {
    if (text.isBlank()) {
      return Finding.NONE;
    }
    String lower =
        (text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text).toLowerCase(Locale.ROOT);
    List<String> words = words(lower);
    Finding byInstance = byInstanceType(words);
    if (byInstance.status() == Status.KNOWN) {
      return byInstance;
    }
    String model = model(lower, words, false);
    if (!model.isEmpty()) {
      return new Finding(Status.KNOWN, model, count(lower));
    }
    String tpu = tpu(words);
    if (!tpu.isEmpty()) {
      return new Finding(Status.KNOWN, tpu, 1);
    }
    boolean sign = words.stream().anyMatch(word -> SIGNS.contains(word) || word.startsWith("tpuv"));
    return sign || inFamily(lower) ? Finding.UNKNOWN : Finding.NONE;
  }

  /** What the name of a device says, such as {@code NVIDIA H100 80GB HBM3}. */
  public Finding ofModel(String name) {
    if (name.isBlank()) {
      return Finding.NONE;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    String model = model(lower, words(lower), true);
    return model.isEmpty() ? Finding.UNKNOWN : new Finding(Status.KNOWN, model, count(lower));
  }

  private Finding byInstanceType(List<String> words) {
    for (int from = 0; from < words.size(); from++) {
      StringBuilder key = new StringBuilder();
      Finding longest = Finding.NONE;
      for (int to = from; to < Math.min(words.size(), from + MAX_WORDS); to++) {
        key.append(words.get(to));
        longest = byType.getOrDefault(key.toString(), longest);
      }
      if (longest.status() == Status.KNOWN) {
        return longest;
      }
    }
    return Finding.NONE;
  }

  private static String model(String lower, List<String> words, boolean isDevice) {
    boolean context = isDevice || words.stream().anyMatch(CONTEXT::contains);
    for (String word : words) {
      String name = afterCount(word);
      String model = STRONG.getOrDefault(name, context ? WEAK.getOrDefault(name, "") : "");
      if (model.isEmpty()) {
        continue;
      }
      Matcher memory = MEMORY.matcher(lower);
      boolean sized = WITH_MEMORY.contains(model) && memory.find();
      return sized ? model + " " + memory.group(1) + "GB" : model;
    }
    return "";
  }

  /** The generation of a TPU: {@code TPU v5e}, {@code TpuV5e}, {@code Trillium TPU}. */
  private static String tpu(List<String> words) {
    boolean named = words.contains("tpu") || words.contains("tpus");
    for (String word : words) {
      boolean joined = word.startsWith("tpu") && word.length() > 3;
      String model = TPUS.getOrDefault(joined ? word.substring(3) : word, "");
      if ((named || joined) && !model.isEmpty()) {
        return model;
      }
    }
    return "";
  }

  /** {@code 8xh100} is eight of {@code h100}. */
  private static String afterCount(String word) {
    int x = word.indexOf('x');
    return x > 0
            && x + 1 < word.length()
            && word.chars().limit(x).allMatch(c -> c >= '0' && c <= '9')
        ? word.substring(x + 1)
        : word;
  }

  private static int count(String lower) {
    Matcher counted = COUNTED.matcher(lower);
    if (counted.find()) {
      return Integer.parseInt(counted.group(1));
    }
    // Google prices each device by itself.
    return GOOGLE.matcher(lower).find() ? 1 : 0;
  }

  private static boolean inFamily(String lower) {
    for (String part : lower.split("[^a-z0-9._-]+", -1)) {
      String type = part.startsWith("ml.") ? part.substring(3) : part;
      for (Pattern family : FAMILIES) {
        if (family.matcher(type).matches()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Runs of letters, digits and points between digits and letters; points at an end are cut. */
  private static List<String> words(String lower) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= lower.length(); i++) {
      char next = i < lower.length() ? lower.charAt(i) : ' ';
      if ((next >= 'a' && next <= 'z') || (next >= '0' && next <= '9') || next == '.') {
        continue;
      }
      addWord(words, lower.substring(from, i));
      from = i + 1;
    }
    return words;
  }

  private static void addWord(List<String> words, String word) {
    int from = word.startsWith("ml.") ? 3 : 0;
    int to = word.length();
    while (from < to && word.charAt(from) == '.') {
      from++;
    }
    while (to > from && word.charAt(to - 1) == '.') {
      to--;
    }
    if (from < to) {
      words.add(word.substring(from, to));
    }
  }

  private static AcceleratorCatalogue load() {
    Map<String, Finding> byType = new HashMap<>();
    InputStream resource = AcceleratorCatalogue.class.getResourceAsStream("accelerators.csv");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          add(byType, line.split(",", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AcceleratorCatalogue(Map.copyOf(byType));
  }

  private static void add(Map<String, Finding> byType, String[] fields) {
    Finding finding = new Finding(Status.KNOWN, fields[2], Integer.parseInt(fields[3]));
    String key = String.join("", words(fields[1].toLowerCase(Locale.ROOT)));
    byType.put(key, finding);
    if (key.startsWith("standard")) {
      // Azure's meters leave the tier out.
      byType.put(key.substring("standard".length()), finding);
    }
  }
}
