package io.gpuledger.cost.unit;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit that a bill counts moved data in. GB and GiB are two units, 7 % apart, and each is what
 * the bill says it is. What is no amount of data (a request, a GB-month, a gigabit) is no data
 * unit.
 *
 * @param name as the bill writes it
 * @param bytes how many bytes one is, exactly; above zero
 */
public record DataUnit(String name, BigInteger bytes) {
  /** Quantities are counted in 1e-18 bytes, so that every quantity of a bill is a whole number. */
  static final BigInteger PARTS = BigInteger.TEN.pow(Amount.SCALE);

  /** Such as {@code 10 GB}, as bills write a block of units. */
  private static final Pattern BLOCK = Pattern.compile("(?:([1-9][0-9]{0,8}) )?([A-Za-z]+)");

  private static final Map<String, BigInteger> SYMBOLS = new HashMap<>();
  private static final Map<String, BigInteger> WORDS = new HashMap<>();

  static {
    SYMBOLS.put("B", BigInteger.ONE);
    WORDS.put("byte", BigInteger.ONE);
    List<String> prefixes = List.of("kilo", "mega", "giga", "tera", "peta", "exa");
    for (int i = 0; i < prefixes.size(); i++) {
      String prefix = prefixes.get(i);
      String letter = prefix.substring(0, 1).toUpperCase(Locale.ROOT);
      BigInteger decimal = BigInteger.TEN.pow(3 * (i + 1));
      BigInteger binary = BigInteger.TWO.pow(10 * (i + 1));
      SYMBOLS.put(letter + "B", decimal);
      SYMBOLS.put(letter + "iB", binary);
      WORDS.put(prefix + "byte", decimal);
      WORDS.put(prefix.substring(0, 2) + "bibyte", binary);
    }
    SYMBOLS.put("kB", BigInteger.TEN.pow(3));
  }

  public DataUnit {
    if (bytes.signum() <= 0) {
      throw new IllegalArgumentException(name + " is " + bytes + " bytes");
    }
  }

  /**
   * The unit of a text: a symbol in its own case ({@code GB}, {@code GiB}; {@code Gb} is a
   * gigabit), a word in any case ({@code Gigabytes}, {@code gibibyte}), or a block of them ({@code
   * 10 GB}). Empty where it is no amount of data.
   */
  public static Optional<DataUnit> parse(String text) {
    Matcher block = BLOCK.matcher(text.strip());
    if (!block.matches()) {
      return Optional.empty();
    }
    String name = block.group(2);
    String word = name.toLowerCase(Locale.ROOT).replaceAll("bytes$", "byte");
    BigInteger bytes = SYMBOLS.getOrDefault(name, WORDS.get(word));
    String count = block.group(1);
    return Optional.ofNullable(bytes)
        .map(
            of ->
                new DataUnit(
                    text.strip(), count == null ? of : of.multiply(new BigInteger(count))));
  }

  /** A quantity of this unit in the base of {@link Unit#GIGABYTE}, exactly. */
  public BigInteger count(Amount quantity) {
    return quantity.unscaled().multiply(bytes);
  }
}
