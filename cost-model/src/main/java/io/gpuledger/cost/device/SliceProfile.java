package io.gpuledger.cost.device;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What part of its device a slice takes, as its MIG profile says: {@code 3g.40gb} on an 80 GB
 * device has 3 of 7 compute slices and 4 of 8 memory slices, {@code 1c.3g.40gb} a third of that.
 *
 * <p>Parts are whole numbers of 1/{@link #WHOLE}, which every profile divides exactly.
 *
 * @param compute part of the device's compute
 * @param memory part of its memory
 */
public record SliceProfile(int compute, int memory) {
  /** A whole device: 7 x 8 x 84, where 84 is divisible by the compute slices of any profile. */
  public static final int WHOLE = 4_704;

  private static final Pattern PROFILE =
      Pattern.compile("(?:([1-7])c\\.)?([1-7])g\\.(\\d{1,4})gb(?:[+.-].*)?");

  /** Memory of models whose name does not tell it, in GB. */
  private static final Map<String, Integer> MEMORY_OF_MODELS =
      Map.of("h200", 141, "b200", 180, "b300", 269, "gb200", 186, "gb300", 278, "a30", 24);

  private static final Pattern MEMORY_IN_NAME = Pattern.compile("(\\d{2,4}) ?gb");

  /** Memory slices of a seven-slice device by compute slices, where nothing else tells them. */
  private static final Map<Integer, Integer> USUAL_MEMORY = Map.of(1, 1, 2, 2, 3, 4, 4, 4, 7, 8);

  public SliceProfile {
    if (compute < 1 || compute > WHOLE || memory < 1 || memory > WHOLE) {
      throw new IllegalArgumentException("a slice of " + compute + " and " + memory + " parts");
    }
  }

  /**
   * What a profile says.
   *
   * @param profile as telemetry prints it, e.g. {@code 2g.20gb} or {@code 1g.10gb+me}
   * @param deviceModel the vendor's model name, which tells the device's memory
   * @return empty where it says nothing that is understood
   */
  public static Optional<SliceProfile> of(String profile, String deviceModel) {
    Matcher parts = PROFILE.matcher(profile.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    int slices = Integer.parseInt(parts.group(2));
    int gigabytes = Integer.parseInt(parts.group(3));
    String model = deviceModel.toLowerCase(Locale.ROOT);
    boolean ofFour = isOfFour(model, slices, gigabytes);
    int instances = parts.group(1) == null ? slices : Integer.parseInt(parts.group(1));
    if (instances > slices || (ofFour && slices > 4)) {
      return Optional.empty();
    }
    if (ofFour) {
      int part = WHOLE / 4 * instances;
      return Optional.of(new SliceProfile(part, part));
    }
    int eighths = eighths(model, slices, gigabytes);
    return Optional.of(
        new SliceProfile(WHOLE / 7 * instances, WHOLE / 8 * eighths / slices * instances));
  }

  /** Devices of four slices, where compute and memory go together: A30 and RTX PRO 6000. */
  private static boolean isOfFour(String model, int slices, int gigabytes) {
    boolean known = model.contains("a30") && !model.contains("a300");
    return known || model.contains("rtx pro 6000") || (slices <= 4 && gigabytes == 6 * slices);
  }

  private static int eighths(String model, int slices, int gigabytes) {
    int usual = USUAL_MEMORY.getOrDefault(slices, slices);
    Optional<Integer> whole = memoryOf(model);
    if (whole.isEmpty()) {
      return usual;
    }
    int eighths = Math.round(8f * gigabytes / whole.get());
    return Math.min(8, Math.max(1, eighths));
  }

  private static Optional<Integer> memoryOf(String model) {
    for (Map.Entry<String, Integer> known : MEMORY_OF_MODELS.entrySet()) {
      if (model.matches(".*\\b" + known.getKey() + "\\b.*")) {
        return Optional.of(known.getValue());
      }
    }
    Matcher named = MEMORY_IN_NAME.matcher(model);
    return named.find() ? Optional.of(Integer.parseInt(named.group(1))) : Optional.empty();
  }
}
