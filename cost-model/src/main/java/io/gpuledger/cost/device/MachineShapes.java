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
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of machines by the names that bills have for them: those of a configuration first,
 * then the published instance types in {@code machines.csv} beside this class, then names that say
 * their own shape. It never guesses: what it does not know has no shape.
 */
public final class MachineShapes {
  /** Most machines of a configuration. */
  public static final int CONFIGURED_LIMIT = 1_000;

  /** Longest text looked at. */
  private static final int MAX_TEXT = 1_024;

  /** Nebius names a machine {@code gpu-h100-sxm_8gpu-128vcpu-1600gb}. */
  private static final Pattern SELF_TOLD =
      Pattern.compile("[a-z0-9-]+_(\\d{1,2})gpu-(\\d{1,4})vcpu-(\\d{1,5})gb");

  private static final Pattern BETWEEN_NAMES = Pattern.compile("[^a-z0-9._-]+");
  private static final Map<String, MachineShape> PUBLISHED = load();

  /** The published instance types alone. */
  public static final MachineShapes STANDARD = new MachineShapes(List.of());

  private final Map<String, MachineShape> configured = new TreeMap<>();

  /**
   * Shapes with those of a configuration before the published ones.
   *
   * @param configured each named as the bill names the machine: by instance type or resource id
   */
  public MachineShapes(List<MachineShape> configured) {
    if (configured.size() > CONFIGURED_LIMIT) {
      throw new IllegalArgumentException(
          configured.size() + " machines, at most " + CONFIGURED_LIMIT + " are allowed");
    }
    for (MachineShape shape : configured) {
      this.configured.put(shape.name().toLowerCase(Locale.ROOT), shape);
    }
  }

  /** The configured machines, by name. */
  public List<MachineShape> configured() {
    return List.copyOf(configured.values());
  }

  /**
   * The machine of a charge.
   *
   * @param text whatever the bill says of the machine, words apart from each other
   * @param told the shape that the bill itself gives in numbers, before the published one
   */
  public Optional<MachineShape> find(String text, Optional<MachineShape> told) {
    String lower =
        (text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text).toLowerCase(Locale.ROOT);
    List<String> names = names(lower);
    Optional<MachineShape> found = first(names, configured);
    return found
        .or(() -> told)
        .or(() -> first(names, PUBLISHED))
        .or(() -> names.stream().flatMap(name -> selfTold(name).stream()).findFirst());
  }

  private static List<String> names(String lower) {
    List<String> names = new ArrayList<>();
    for (String part : BETWEEN_NAMES.split(lower, -1)) {
      names.add(part.startsWith("ml.") ? part.substring(3) : part);
    }
    return names;
  }

  private static Optional<MachineShape> first(
      List<String> names, Map<String, MachineShape> shapes) {
    return names.stream().filter(shapes::containsKey).map(shapes::get).findFirst();
  }

  private static Optional<MachineShape> selfTold(String name) {
    Matcher told = SELF_TOLD.matcher(name);
    if (!told.matches()) {
      return Optional.empty();
    }
    int devices = Integer.parseInt(told.group(1));
    int vcpus = Integer.parseInt(told.group(2));
    int memory = Integer.parseInt(told.group(3));
    return devices == 0 || vcpus == 0 || memory == 0
        ? Optional.empty()
        : Optional.of(new MachineShape(name, devices, vcpus, memory));
  }

  private static Map<String, MachineShape> load() {
    Map<String, MachineShape> shapes = new HashMap<>();
    InputStream resource = MachineShapes.class.getResourceAsStream("machines.csv");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] fields = line.split(",", -1);
          shapes.put(
              fields[0],
              new MachineShape(
                  fields[0],
                  Integer.parseInt(fields[1]),
                  Integer.parseInt(fields[2]),
                  Integer.parseInt(fields[3])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(shapes);
  }

  /** Equal where the configured machines are. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MachineShapes shapes && configured.equals(shapes.configured);
  }

  @Override
  public int hashCode() {
    return configured.hashCode();
  }
}
