package io.gpuledger.dashboard.config;

import io.gpuledger.cost.filter.FilterSyntaxException;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.RefusedException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file while it is read. Whatever is asked for is a known key; {@link #done}
 * reports the rest. A fault is noted and reading goes on with a stand-in, so that all faults come
 * out at once.
 */
final class YamlMapping {
  private final ConfigFaults faults;
  private final String path;
  private final Optional<Mark> start;
  private final int faultsBefore;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  private YamlMapping(ConfigFaults faults, String path, Optional<Mark> start) {
    this.faults = faults;
    this.path = path;
    this.start = start;
    this.faultsBefore = faults.count();
  }

  static YamlMapping empty(ConfigFaults faults, String path) {
    return new YamlMapping(faults, path, Optional.empty());
  }

  /** Wraps a node; anything but a mapping (or nothing at all) is a fault. */
  static YamlMapping of(ConfigFaults faults, String path, Node node) {
    YamlMapping mapping = new YamlMapping(faults, path, node.getStartMark());
    if (node instanceof MappingNode map) {
      map.getValue().forEach(mapping::take);
    } else if (!isNothing(node)) {
      faults.add(node.getStartMark(), path, "expected a mapping of keys to values");
    }
    return mapping;
  }

  private void take(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      faults.add(tuple.getKeyNode().getStartMark(), path, "a key must be a plain word");
      return;
    }
    if (entries.putIfAbsent(key.getValue(), tuple) != null) {
      faults.add(
          key.getStartMark(),
          path(key.getValue()),
          "key \"" + key.getValue() + "\" stands here twice");
    }
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  Optional<Node> find(String key) {
    asked.add(key);
    faults.looked(path(key));
    return Optional.ofNullable(entries.get(key))
        .map(NodeTuple::getValueNode)
        .filter(node -> !isNothing(node));
  }

  /** Reads a mapping whose keys are values themselves; one that cannot be read is left out. */
  <T> Map<String, T> byKey(String expected, Function<String, T> parse) {
    Map<String, T> values = new LinkedHashMap<>();
    entries.forEach(
        (key, tuple) -> {
          asked.add(key);
          if (tuple.getValueNode() instanceof ScalarNode scalar) {
            try {
              values.put(key, parse.apply(scalar.getValue()));
              return;
            } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
              // Told below, as what is no scalar.
            }
          }
          fault(key, "expected " + expected);
        });
    return values;
  }

  boolean has(String key) {
    return find(key).isPresent();
  }

  /** The value, or empty where it is absent or a fault was noted. */
  <T> Optional<T> optional(String key, String expected, Function<String, T> parse) {
    Optional<Node> node = find(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof ScalarNode scalar)) {
      fault(key, "expected " + expected);
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(scalar.getValue()));
    } catch (FilterSyntaxException e) {
      e.problems().forEach(problem -> fault(key, problem.toString()));
      return Optional.empty();
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      fault(key, "\"" + scalar.getValue() + "\" is not " + expected);
      return Optional.empty();
    }
  }

  /** The value; its absence is a fault, answered with the stand-in. */
  <T> T required(String key, T standIn, String expected, Function<String, T> parse) {
    if (!has(key)) {
      faults.add(start, path(key), "\"" + key + "\" is missing: expected " + expected);
      return standIn;
    }
    return optional(key, expected, parse).orElse(standIn);
  }

  String requiredText(String key) {
    return required(key, "", "a text", YamlMapping::notBlank);
  }

  String text(String key, String otherwise) {
    return optional(key, "a text", Function.identity()).orElse(otherwise);
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("blank");
    }
    return text;
  }

  /** A secret by reference. The text of a wrong value is never repeated: it may be the secret. */
  Optional<SecretReference> secret(String key) {
    Optional<Node> node = find(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Optional<SecretReference> reference =
        node.get() instanceof ScalarNode scalar
            ? SecretReference.find(scalar.getValue())
            : Optional.empty();
    if (reference.isEmpty()) {
      fault(key, "a secret stands here by reference only: ${env:NAME} or ${file:/path}");
    }
    return reference;
  }

  YamlMapping mapping(String key) {
    return find(key)
        .map(node -> of(faults, path(key), node))
        .orElseGet(() -> empty(faults, path(key)));
  }

  <T> List<T> mappings(String key, Function<YamlMapping, T> read) {
    List<T> values = new ArrayList<>();
    List<Node> nodes = sequence(key, "a list of mappings");
    for (int i = 0; i < nodes.size(); i++) {
      YamlMapping item = of(faults, path(key) + "[" + i + "]", nodes.get(i));
      values.add(read.apply(item));
      item.done();
    }
    return values;
  }

  /** A list of scalars; each wrong one is a fault of its own. */
  <T> List<T> values(String key, String expected, Function<String, T> parse) {
    List<T> values = new ArrayList<>();
    for (Node node : sequence(key, "a list")) {
      try {
        if (!(node instanceof ScalarNode scalar)) {
          throw new IllegalArgumentException("not a scalar");
        }
        values.add(parse.apply(scalar.getValue()));
      } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
        faults.add(node.getStartMark(), path(key), "expected " + expected);
      }
    }
    return values;
  }

  private List<Node> sequence(String key, String expected) {
    Optional<Node> node = find(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    fault(key, "expected " + expected);
    return List.of();
  }

  /**
   * What is made of values that were all read without a fault. A refusal is noted at the key that
   * it names, or at the mapping.
   */
  <T> Optional<T> made(Supplier<T> make) {
    if (faults.count() > faultsBefore) {
      return Optional.empty();
    }
    try {
      return Optional.of(make.get());
    } catch (RefusedException e) {
      for (Problem problem : e.problems()) {
        boolean here = entries.containsKey(problem.field());
        if (here) {
          fault(problem.field(), problem.message());
        } else {
          faults.add(start, path, (problem.field() + " " + problem.message()).strip());
        }
      }
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      faults.add(start, path, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  /** Notes a fault at the value of a key. */
  void fault(String key, String message) {
    Optional<Mark> at =
        Optional.ofNullable(entries.get(key))
            .flatMap(tuple -> tuple.getValueNode().getStartMark())
            .or(() -> start);
    faults.add(at, path(key), message);
  }

  /** Reports every key that nobody asked for, with the nearest that exists. */
  void done() {
    entries.forEach(
        (key, tuple) -> {
          if (!asked.contains(key)) {
            String hint =
                Spelling.nearest(key, asked)
                    .map(near -> "; did you mean \"" + near + "\"?")
                    .orElse("; known here: " + String.join(", ", asked));
            faults.add(
                tuple.getKeyNode().getStartMark(), path(key), "unknown key \"" + key + "\"" + hint);
          }
        });
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
